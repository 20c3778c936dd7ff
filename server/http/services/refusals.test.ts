import { once } from 'node:events';
import { request, type OutgoingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { get, ServiceWorld } from '../../testing/service-world.ts';

const its = new ServiceWorld();
beforeAll(() => its.open());
afterAll(() => its.close());

describe('a socket of a service', () => {
  async function upgraded(origin: string, headers: OutgoingHttpHeaders): Promise<Duplex | number> {
    const { host, port } = new URL(origin);
    const own = {
      host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'a2V5',
      'sec-websocket-version': '13',
    };
    const sent = request({
      host: '127.0.0.1',
      port,
      path: '/socket.io/',
      agent: false,
      headers: { ...own, ...headers },
    });
    sent.end();
    return new Promise((resolve, reject) => {
      sent.once('upgrade', (_res, socket) => resolve(socket));
      sent.once('response', (res) => resolve(res.resume().statusCode ?? 0));
      sent.once('error', reject);
    });
  }

  test('passes both ways, and is cut with the service', async () => {
    const { origin, cookie } = await its.opened();
    const socket = await upgraded(origin, { cookie, origin });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    socket.write('hello');
    expect(String(await once(socket, 'data'))).toBe('echo:hello');
    socket.destroy();
  });

  test.each([
    [
      'without saying where it comes from',
      (origin: string) => ({ cookie: true, origin: undefined, at: origin }),
    ],
    ['of another page', (origin: string) => ({ cookie: true, origin: 'http://evil.example', at: origin })],
    ['of the platform', (origin: string) => ({ cookie: true, origin: its.world.origin, at: origin })],
    ['without the cookie', (origin: string) => ({ cookie: false, origin, at: origin })],
  ])('%s is refused', async (_who, make) => {
    const own = await its.opened();
    const { cookie, origin, at } = make(own.origin);
    const headers = { ...(cookie && { cookie: own.cookie }), ...(origin !== undefined && { origin }) };
    expect(await upgraded(at, headers)).toSatisfy((status) => status === 403 || status === 410);
  });
});

describe('refused', () => {
  test('a ticket that was used, is made up, or is of another service', async () => {
    const { url } = { url: await its.url() };
    const other = { url: await its.url() };
    const [own, others] = [new URL(url), new URL(other.url)];
    expect((await get(`${others.origin}${own.pathname}${own.search}`)).status).toBe(410);
    expect((await get(`${own.origin}${own.pathname}?ticket=x`)).status).toBe(410);
    expect((await get(url)).status).toBe(303);
    expect((await get(url)).status).toBe(410);
    expect((await get(other.url)).status).toBe(303);
  });

  test('a ticket handed in by a page of another service', async () => {
    const { url } = { url: await its.url() };
    expect((await get(url, { origin: 'http://evil.example', 'sec-fetch-site': 'same-site' })).status).toBe(
      403,
    );
    expect((await get(url, {}, { method: 'POST' })).status).toBe(410);
  });

  test('no cookie, another service’s cookie, and the platform’s own', async () => {
    const [one, other] = [await its.opened(), await its.opened()];
    for (const cookie of ['', 'cks-lab-service=x', other.cookie, its.world.cookie]) {
      expect((await get(`${one.origin}/`, { cookie })).status).toBe(410);
    }
  });

  test.each([
    ['the platform’s host', () => `127.0.0.1:${new URL(its.world.origin).port}`],
    ['an address', (origin: URL) => `127.0.0.1:${origin.port}`],
    ['localhost', (origin: URL) => `localhost:${origin.port}`],
    ['another domain', (origin: URL) => `${origin.hostname.split('.')[0]}.example:${origin.port}`],
    ['a name below', (origin: URL) => `a.${origin.host}`],
    ['a longer domain', (origin: URL) => `${origin.hostname}.evil.example:${origin.port}`],
    ['another port', (origin: URL) => `${origin.hostname}:1`],
    ['no port', (origin: URL) => origin.hostname],
    ['upper case', (origin: URL) => origin.host.toUpperCase()],
  ])('%s as the host', async (_what, host) => {
    const { origin, cookie } = await its.opened();
    const answer = await get(`${origin}/`, { cookie, host: host(new URL(origin)) });
    expect(answer.status).toBe(403);
    expect(its.service.seen.at(-1)?.host).not.toBe(host(new URL(origin)));
  });

  test.each([
    ['a foreign page that posts', { 'sec-fetch-site': 'cross-site' }, 'POST'],
    ['a foreign origin', { origin: 'http://evil.example' }, 'POST'],
    ['the origin null', { origin: 'null' }, 'GET'],
    [
      'a foreign page that loads an image',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      'GET',
    ],
    [
      'a foreign page that makes a frame of it',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      'GET',
    ],
  ])('%s', async (_who, headers, method) => {
    const { origin, cookie } = await its.opened();
    const before = its.service.seen.length;
    expect((await get(`${origin}/`, { cookie, ...headers }, { method })).status).toBe(403);
    expect(its.service.seen.length).toBe(before);
  });

  test('a body that is too large, before any of it is taken', async () => {
    const { origin, cookie } = await its.opened();
    const { host, port } = new URL(origin);
    const status = await new Promise((resolve, reject) => {
      const headers = { host, cookie, origin, 'content-length': 70_000_000 };
      const sent = request(
        { host: '127.0.0.1', port, path: '/echo', method: 'POST', agent: false, headers },
        (res) => {
          resolve(res.statusCode);
          sent.destroy();
        },
      );
      sent.on('error', reject);
      sent.flushHeaders();
    });
    expect(status).toBe(413);
  });

  test('the API and the page are not there', async () => {
    const { origin, cookie } = await its.opened();
    const headers = { cookie: `${cookie}; ${its.world.cookie}`, 'x-cks-lab': '1' };
    expect((await get(`${origin}/api/labs`, headers)).text).toBe('GET /api/labs');
    expect((await get(`${origin}/enter?token=x`, headers)).text).toBe('GET /enter?token=x');
  });

  test('an origin of a service at the API', async () => {
    const { origin } = await its.opened();
    for (const headers of [{ origin }, { 'sec-fetch-site': 'cross-site' }, { host: new URL(origin).host }]) {
      const answer = await get(`${its.world.origin}/api/labs`, {
        cookie: its.world.cookie,
        'x-cks-lab': '1',
        ...headers,
      });
      expect(answer.status).toBe(403);
    }
  });
});
