import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { get, ServiceWorld, web } from '../../testing/service-world.ts';
import { soon } from '../../testing/soon.ts';

const its = new ServiceWorld();
beforeAll(() => its.open());
afterAll(() => its.close());

describe('a service that is open', () => {
  test('is reached on an origin of its own, by its own name', async () => {
    const { origin, cookie, path } = await its.opened({ target: web, path: '/start?a=1' });
    expect(origin).toMatch(/^http:\/\/[a-z2-7]{20}\.localhost:\d+$/);
    expect(new URL(origin).port).not.toBe(String(its.world.port));
    const answer = await get(`${origin}${path}`, { cookie, origin, referer: `${origin}/before` });
    expect(answer).toMatchObject({ status: 200, text: 'GET /start?a=1' });
    expect(its.service.seen.at(-1)).toMatchObject({
      host: 'workstation:8080',
      origin: 'http://workstation:8080',
      referer: 'http://workstation:8080/before',
    });
  });

  test('never sees a cookie of the platform, and sets none', async () => {
    const { origin, cookie } = await its.opened();
    const platform = `${its.world.cookie}; cks-lab-9=x`;
    const answer = await get(`${origin}/cookies`, { cookie: `a=1; ${platform}; ${cookie}; b=2` });
    expect(its.service.seen.at(-1)?.cookie).toBe('a=1; b=2');
    expect(answer.headers['set-cookie']).toEqual(['own=1; Path=/']);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });

  test('is named as the learner says', async () => {
    const { origin, cookie } = await its.opened({ target: web, host: 'shop.example' });
    await get(`${origin}/`, { cookie });
    expect(its.service.seen.at(-1)?.host).toBe('shop.example:8080');
  });

  test('stays on its origin when it redirects to itself', async () => {
    const { origin, cookie } = await its.opened();
    expect((await get(`${origin}/redirect`, { cookie })).headers.location).toBe('/there?a=1');
    expect((await get(`${origin}/elsewhere`, { cookie })).headers.location).toBe('http://evil.example/');
  });

  test('takes bodies, and keeps its connection for the next request', async () => {
    const { origin, cookie } = await its.opened();
    const before = its.world.network.dialled.length;
    const body = 'x'.repeat(300_000);
    for (let n = 0; n < 3; n += 1) {
      expect((await get(`${origin}/echo`, { cookie, origin }, { method: 'POST', body })).text).toBe(body);
    }
    expect(its.world.network.dialled.length - before).toBe(1);
  });

  test('that breaks off is said to', async () => {
    const { origin, cookie } = await its.opened();
    const answer = await get(`${origin}/break`, { cookie });
    expect(answer.status).toBe(502);
    expect(answer.text).toContain('did not answer as HTTP');
    expect(answer.headers['content-security-policy']).toBe("default-src 'none'");
  });
});

test('the cookie of a service is out of reach of scripts and of other sites', async () => {
  const entered = await get(await its.url());
  expect(entered.headers['set-cookie']?.[0]).toMatch(
    /^cks-lab-service=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/$/,
  );
});

test('what is open ends with its lab and with its session', async () => {
  const own = await new ServiceWorld().open('host');
  const one = await own.opened();
  expect((await get(`${one.origin}/`, { cookie: one.cookie })).status).toBe(200);
  await own.world.ask(`/api/labs/${own.lab.id}/reset`, { method: 'POST' });
  expect((await get(`${one.origin}/`, { cookie: one.cookie })).status).toBe(410);
  await own.world.until(
    (event) => event.type === 'lab.changed' && event.lab.state === 'ready',
    () => own.world.store.get(own.lab.id)?.state === 'ready',
  );
  const again = await own.opened();
  await own.world.ask('/api/session', { method: 'DELETE' });
  expect((await get(`${again.origin}/`, { cookie: again.cookie })).status).toBe(410);
  await soon(() => expect(own.service.lines.size).toBe(0));
  await own.close();
});

test('one more than a lab may have open closes the oldest', async () => {
  const own = await new ServiceWorld().open('host');
  const statuses: number[] = [];
  const all = [];
  for (let n = 0; n < 9; n += 1) all.push(await own.opened());
  for (const one of all) statuses.push((await get(`${one.origin}/`, { cookie: one.cookie })).status);
  expect(statuses).toEqual([410, ...Array.from({ length: 8 }, () => 200)]);
  await own.close();
});
