import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ApiProblem } from '#contract/api.ts';
import type { LabView } from '#contract/lab.ts';
import { ServiceOpened } from '#contract/services.ts';
import { LabService } from '../../testing/lab-service.ts';
import { ServerWorld } from '../../testing/server-world.ts';

let world: ServerWorld;
let lab: LabView;
const service = new LabService();
const web = { kind: 'machine', machine: 'workstation', port: 8080 };

beforeAll(async () => {
  world = await new ServerWorld().open();
  await world.enter();
  lab = await world.startLab('cluster');
  world.network.services.set('workstation:8080', await service.start());
});
afterAll(async () => {
  service.close();
  await world.close();
});

const ask = (body: object, of = world, id: string = lab.id) =>
  of.ask(`/api/labs/${id}/services`, { method: 'POST', body: { scheme: 'http', ...body } });
const code = async (answer: Response) => ApiProblem.parse(await answer.json()).problem.code;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A browser that resolves every name below localhost to this machine. */
function get(
  url: string,
  headers: OutgoingHttpHeaders = {},
  more: { method?: string; body?: string } = {},
): Promise<Answer> {
  const { host, port, pathname, search } = new URL(url);
  const { method = 'GET', body } = more;
  return new Promise((resolve, reject) => {
    const path = `${pathname}${search}`;
    const sent = request(
      { host: '127.0.0.1', port, path, method, agent: false, headers: { host, ...headers } },
      (res) => {
        let text = '';
        res.setEncoding('utf8').on('data', (part: string) => (text += part));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }));
        res.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Opens a service as a person does; the origin and the cookie of it. */
async function opened(
  body: object = { target: web },
  of = world,
  id: string = lab.id,
): Promise<{ origin: string; cookie: string; path: string }> {
  const { url } = ServiceOpened.parse(await (await ask(body, of, id)).json());
  const entered = await get(url, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
  expect(entered.status).toBe(303);
  const [cookie = ''] = entered.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/^cks-lab-service=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/$/);
  return {
    origin: new URL(url).origin,
    cookie: cookie.split(';')[0] ?? '',
    path: entered.headers.location ?? '',
  };
}

describe('a service that is open', () => {
  test('is reached on an origin of its own, by its own name', async () => {
    const { origin, cookie, path } = await opened({ target: web, path: '/start?a=1' });
    expect(origin).toMatch(/^http:\/\/[a-z2-7]{20}\.localhost:\d+$/);
    expect(new URL(origin).port).not.toBe(String(world.port));
    const answer = await get(`${origin}${path}`, { cookie, origin, referer: `${origin}/before` });
    expect(answer).toMatchObject({ status: 200, text: 'GET /start?a=1' });
    expect(service.seen.at(-1)).toMatchObject({
      host: 'workstation:8080',
      origin: 'http://workstation:8080',
      referer: 'http://workstation:8080/before',
    });
  });

  test('never sees a cookie of the platform, and sets none', async () => {
    const { origin, cookie } = await opened();
    const platform = `${world.cookie}; cks-lab-9=x`;
    const answer = await get(`${origin}/cookies`, { cookie: `a=1; ${platform}; ${cookie}; b=2` });
    expect(service.seen.at(-1)?.cookie).toBe('a=1; b=2');
    expect(answer.headers['set-cookie']).toEqual(['own=1; Path=/']);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });

  test('is named as the learner says', async () => {
    const { origin, cookie } = await opened({ target: web, host: 'shop.example' });
    await get(`${origin}/`, { cookie });
    expect(service.seen.at(-1)?.host).toBe('shop.example:8080');
  });

  test('stays on its origin when it redirects to itself', async () => {
    const { origin, cookie } = await opened();
    expect((await get(`${origin}/redirect`, { cookie })).headers.location).toBe('/there?a=1');
    expect((await get(`${origin}/elsewhere`, { cookie })).headers.location).toBe('http://evil.example/');
  });

  test('takes bodies, and keeps its connection for the next request', async () => {
    const { origin, cookie } = await opened();
    const before = world.network.dialled.length;
    const body = 'x'.repeat(300_000);
    for (let n = 0; n < 3; n += 1) {
      expect((await get(`${origin}/echo`, { cookie, origin }, { method: 'POST', body })).text).toBe(body);
    }
    expect(world.network.dialled.length - before).toBe(1);
  });

  test('that breaks off is said to', async () => {
    const { origin, cookie } = await opened();
    const answer = await get(`${origin}/break`, { cookie });
    expect(answer.status).toBe(502);
    expect(answer.text).toContain('did not answer as HTTP');
    expect(answer.headers['content-security-policy']).toBe("default-src 'none'");
  });
});

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
    const { origin, cookie } = await opened();
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
    ['of the platform', (origin: string) => ({ cookie: true, origin: world.origin, at: origin })],
    ['without the cookie', (origin: string) => ({ cookie: false, origin, at: origin })],
  ])('%s is refused', async (_who, make) => {
    const own = await opened();
    const { cookie, origin, at } = make(own.origin);
    const headers = { ...(cookie && { cookie: own.cookie }), ...(origin !== undefined && { origin }) };
    expect(await upgraded(at, headers)).toSatisfy((status) => status === 403 || status === 410);
  });
});

describe('refused', () => {
  test('a ticket that was used, is made up, or is of another service', async () => {
    const { url } = ServiceOpened.parse(await (await ask({ target: web })).json());
    const other = ServiceOpened.parse(await (await ask({ target: web })).json());
    const [own, others] = [new URL(url), new URL(other.url)];
    expect((await get(`${others.origin}${own.pathname}${own.search}`)).status).toBe(410);
    expect((await get(`${own.origin}${own.pathname}?ticket=x`)).status).toBe(410);
    expect((await get(url)).status).toBe(303);
    expect((await get(url)).status).toBe(410);
    expect((await get(other.url)).status).toBe(303);
  });

  test('a ticket handed in by a page of another service', async () => {
    const { url } = ServiceOpened.parse(await (await ask({ target: web })).json());
    expect((await get(url, { origin: 'http://evil.example', 'sec-fetch-site': 'same-site' })).status).toBe(
      403,
    );
    expect((await get(url, {}, { method: 'POST' })).status).toBe(410);
  });

  test('no cookie, another service’s cookie, and the platform’s own', async () => {
    const [one, other] = [await opened(), await opened()];
    for (const cookie of ['', 'cks-lab-service=x', other.cookie, world.cookie]) {
      expect((await get(`${one.origin}/`, { cookie })).status).toBe(410);
    }
  });

  test.each([
    ['the platform’s host', () => `127.0.0.1:${new URL(world.origin).port}`],
    ['an address', (origin: URL) => `127.0.0.1:${origin.port}`],
    ['localhost', (origin: URL) => `localhost:${origin.port}`],
    ['another domain', (origin: URL) => `${origin.hostname.split('.')[0]}.example:${origin.port}`],
    ['a name below', (origin: URL) => `a.${origin.host}`],
    ['a longer domain', (origin: URL) => `${origin.hostname}.evil.example:${origin.port}`],
    ['another port', (origin: URL) => `${origin.hostname}:1`],
    ['no port', (origin: URL) => origin.hostname],
    ['upper case', (origin: URL) => origin.host.toUpperCase()],
  ])('%s as the host', async (_what, host) => {
    const { origin, cookie } = await opened();
    const answer = await get(`${origin}/`, { cookie, host: host(new URL(origin)) });
    expect(answer.status).toBe(403);
    expect(service.seen.at(-1)?.host).not.toBe(host(new URL(origin)));
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
    const { origin, cookie } = await opened();
    const before = service.seen.length;
    expect((await get(`${origin}/`, { cookie, ...headers }, { method })).status).toBe(403);
    expect(service.seen.length).toBe(before);
  });

  test('a body that is too large, before any of it is taken', async () => {
    const { origin, cookie } = await opened();
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
    const { origin, cookie } = await opened();
    const headers = { cookie: `${cookie}; ${world.cookie}`, 'x-cks-lab': '1' };
    expect((await get(`${origin}/api/labs`, headers)).text).toBe('GET /api/labs');
    expect((await get(`${origin}/enter?token=x`, headers)).text).toBe('GET /enter?token=x');
  });

  test('an origin of a service at the API', async () => {
    const { origin } = await opened();
    for (const headers of [{ origin }, { 'sec-fetch-site': 'cross-site' }, { host: new URL(origin).host }]) {
      const answer = await get(`${world.origin}/api/labs`, {
        cookie: world.cookie,
        'x-cks-lab': '1',
        ...headers,
      });
      expect(answer.status).toBe(403);
    }
  });
});

describe('what may be opened', () => {
  async function target(kind: 'Service' | 'Pod', port: number, spec: object, status: object = {}) {
    world.clusterApi.start(lab.id);
    const name = `the-${kind.toLowerCase()}`;
    const objects = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      { apiVersion: 'v1', kind, metadata: { namespace: 'shop', name }, spec, status },
    ];
    const manifest = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    await world.clusterApi.apply(lab.id, manifest, AbortSignal.timeout(1000));
    return { target: { kind: kind.toLowerCase(), namespace: 'shop', name, port } };
  }

  test('a Service and a Pod, from a node of the cluster', async () => {
    const port = world.network.services.get('workstation:8080') ?? 0;
    world.network.services.set('10.96.7.7:80', port).set('10.244.1.9:8080', port);
    const one = await opened(await target('Service', 80, { clusterIP: '10.96.7.7', ports: [{ port: 80 }] }));
    await get(`${one.origin}/`, { cookie: one.cookie });
    expect(service.seen.at(-1)?.host).toBe('the-service.shop');
    const pod = await opened(await target('Pod', 8080, {}, { podIP: '10.244.1.9' }));
    expect((await get(`${pod.origin}/`, { cookie: pod.cookie })).status).toBe(200);
  });

  test.each([
    [
      'a Service that leads away by name',
      'Service',
      { type: 'ExternalName', externalName: 'evil.example', ports: [{ port: 80 }] },
      {},
      'service.outside',
    ],
    ['a headless Service', 'Service', { clusterIP: 'None', ports: [{ port: 80 }] }, {}, 'service.outside'],
    [
      'a Service with a made-up address',
      'Service',
      { clusterIP: '169.254.169.254', ports: [{ port: 80 }] },
      {},
      'service.outside',
    ],
    [
      'a port that the Service lacks',
      'Service',
      { clusterIP: '10.96.0.9', ports: [{ port: 443 }] },
      {},
      'service.unreachable',
    ],
    ['a Pod with a made-up address', 'Pod', {}, { podIP: '127.0.0.1' }, 'service.outside'],
    ['a Pod with the address of the machine outside', 'Pod', {}, { podIP: '172.17.0.1' }, 'service.outside'],
    ['a Pod without an address', 'Pod', {}, {}, 'service.outside'],
    [
      'a Pod in the network of its node',
      'Pod',
      { hostNetwork: true },
      { podIP: '10.244.0.1' },
      'service.outside',
    ],
  ] as const)('not %s', async (_what, kind, spec, status, expected) => {
    const before = world.network.dialled.length;
    expect(await code(await ask(await target(kind, 80, spec, status)))).toBe(expected);
    expect(world.network.dialled.length).toBe(before);
  });

  test.each([
    ['a machine that is none', { target: { ...web, machine: 'other' } }, 422],
    ['an address as a machine', { target: { ...web, machine: '169.254.169.254' } }, 422],
    ['an observer', { target: { ...web, machine: 'observer-cp' } }, 422],
    ['a port that nobody listens on', { target: { ...web, port: 1 } }, 502],
    ['a port that is none', { target: { ...web, port: 70_000 } }, 400],
    ['another scheme', { target: web, scheme: 'file' }, 400],
    ['a path to elsewhere', { target: web, path: '//evil.example' }, 400],
    ['a path with a line break', { target: web, path: '/a\r\nset-cookie: a=b' }, 400],
    ['a host with a line break', { target: web, host: 'a\r\nb' }, 400],
    ['a Pod that is not there', { target: { kind: 'pod', namespace: 'shop', name: 'none', port: 80 } }, 404],
  ])('not %s', async (_what, body, status) => {
    world.clusterApi.start(lab.id);
    expect((await ask(body)).status).toBe(status);
  });
});

test('what is open ends with its lab and with its session', async () => {
  const own = await new ServerWorld().open();
  await own.enter();
  own.network.services.set('workstation:8080', world.network.services.get('workstation:8080') ?? 0);
  const mine = await own.startLab('host');
  const one = await opened({ target: web }, own, mine.id);
  expect((await get(`${one.origin}/`, { cookie: one.cookie })).status).toBe(200);
  await own.ask(`/api/labs/${mine.id}/reset`, { method: 'POST' });
  expect((await get(`${one.origin}/`, { cookie: one.cookie })).status).toBe(410);
  await own.until(
    (event) => event.type === 'lab.changed' && event.lab.state === 'ready',
    () => own.store.get(mine.id)?.state === 'ready',
  );
  const again = await opened({ target: web }, own, mine.id);
  await own.ask('/api/session', { method: 'DELETE' });
  expect((await get(`${again.origin}/`, { cookie: again.cookie })).status).toBe(410);
  await vi.waitFor(() => expect(service.lines.size).toBeLessThan(40));
  await own.close();
});

test('one more than a lab may have open closes the oldest', async () => {
  const own = await new ServerWorld().open();
  await own.enter();
  own.network.services.set('workstation:8080', world.network.services.get('workstation:8080') ?? 0);
  const mine = await own.startLab('host');
  const all: Awaited<ReturnType<typeof opened>>[] = [];
  for (let n = 0; n < 9; n += 1) all.push(await opened({ target: web }, own, mine.id));
  const statuses: number[] = [];
  for (const one of all) statuses.push((await get(`${one.origin}/`, { cookie: one.cookie })).status);
  expect(statuses).toEqual([410, ...Array.from({ length: 8 }, () => 200)]);
  await own.close();
});
