import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiProblem } from '#contract/api.ts';
import { ServerWorld } from '../testing/server-world.ts';

let world: ServerWorld;
beforeAll(async () => {
  world = await new ServerWorld().open();
  await world.enter();
});
afterAll(() => world.close());

interface Sent {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Like fetch, but Host and Origin may be anything. */
function send({ path, method = 'GET', headers = {}, body }: Sent): Promise<{ status: number; text: string }> {
  const { port, cookie } = world;
  const own = { host: `127.0.0.1:${port}`, cookie, 'x-cks-lab': '1', 'content-type': 'application/json' };
  const all = Object.fromEntries(Object.entries({ ...own, ...headers }).filter(([, value]) => value !== ''));
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: all }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part: string) => (text += part));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const labs = '/api/labs';
const start = JSON.stringify({ scenario: 'cluster' });
const refused: readonly (readonly [string, Sent, number, string])[] = [
  ['another Host', { path: labs, headers: { host: 'evil.example' } }, 403, 'origin.refused'],
  ['its own name with another port', { path: labs, headers: { host: '127.0.0.1:1' } }, 403, 'origin.refused'],
  ['the page under another Host', { path: '/', headers: { host: 'evil.example' } }, 403, 'origin.refused'],
  [
    'a foreign Origin that reads',
    { path: labs, headers: { origin: 'https://evil.example' } },
    403,
    'origin.refused',
  ],
  ['the Origin null', { path: labs, headers: { origin: 'null' } }, 403, 'origin.refused'],
  [
    'a page of another server here',
    { path: labs, headers: { 'sec-fetch-site': 'same-site' } },
    403,
    'origin.refused',
  ],
  [
    'a foreign Origin that starts a lab',
    { path: labs, method: 'POST', headers: { origin: 'http://127.0.0.1:1' }, body: start },
    403,
    'origin.refused',
  ],
  [
    'a start without the header',
    { path: labs, method: 'POST', headers: { 'x-cks-lab': '' }, body: start },
    403,
    'origin.refused',
  ],
  ['no cookie', { path: labs, headers: { cookie: '' } }, 401, 'session.missing'],
  ['a made-up cookie', { path: labs, headers: { cookie: 'cks-lab-1=x' } }, 401, 'session.missing'],
  ['no cookie at an unknown path', { path: '/api/nothing', headers: { cookie: '' } }, 401, 'session.missing'],
  [
    'a body that is too large',
    { path: labs, method: 'POST', body: `"${'x'.repeat(70_000)}"` },
    413,
    'request.too-large',
  ],
  ['a body that is no JSON', { path: labs, method: 'POST', body: '{' }, 400, 'request.invalid'],
  [
    'a body of another type',
    { path: labs, method: 'POST', headers: { 'content-type': 'text/plain' }, body: start },
    400,
    'request.invalid',
  ],
  [
    'a field too many',
    { path: labs, method: 'POST', body: '{"scenario":"cluster","run":"id"}' },
    400,
    'request.invalid',
  ],
  ['an id that is none', { path: `${labs}/..%2f..` }, 400, 'request.invalid'],
  ['a lab that does not exist', { path: `${labs}/lab-aaaaaaaa` }, 404, 'lab.not-found'],
  ['a scenario that does not exist', { path: '/api/scenarios/none' }, 404, 'scenario.not-found'],
  ['a path that does not exist', { path: '/api/nothing' }, 404, 'not-found'],
  [
    'a scenario this machine cannot run',
    { path: labs, method: 'POST', body: '{"scenario":"blocked"}' },
    422,
    'scenario.blocked',
  ],
];

describe('refused with a problem and nothing else', () => {
  test.each(refused)('%s', async (_, sent, status, code) => {
    const answer = await send(sent);
    expect(answer.status).toBe(status);
    expect(ApiProblem.parse(JSON.parse(answer.text)).problem.code).toBe(code);
  });

  test('no refused request has started a lab', () => {
    expect(world.store.active()).toEqual([]);
  });
});

describe('the door', () => {
  test('a token opens once; the cookie is out of reach of scripts and foreign pages', async () => {
    const path = `/enter?token=${await world.token()}`;
    const first = await world.ask(path, { headers: { cookie: '' } });
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/');
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
    expect((await world.ask(path, { headers: { cookie: '' } })).status).toBe(401);
  });

  test('whoever is in may open a used address again', async () => {
    expect((await world.ask('/enter?token=used')).status).toBe(303);
  });

  test('an address without a token says what to do', async () => {
    const answer = await world.ask('/enter', { headers: { cookie: '' } });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('./ckslab status');
  });

  test('no token and no cookie is ever logged', async () => {
    const token = await world.token();
    await world.ask(`/enter?token=${token}`, { headers: { cookie: '' } });
    const logged = JSON.stringify(world.log.entries);
    expect(logged).not.toContain(token);
    expect(logged).not.toContain(world.cookie.split('=')[1]);
  });

  test('after leaving, the cookie opens nothing', async () => {
    const other = await new ServerWorld().open();
    await other.enter();
    expect((await other.ask('/api/session', { method: 'DELETE' })).status).toBe(200);
    expect((await other.ask('/api/labs')).status).toBe(401);
    await other.close();
  });
});

describe('what needs no session', () => {
  test('health', async () => {
    expect(await (await world.ask('/healthz', { headers: { cookie: '' } })).text()).toBe('ok\n');
  });

  test('the page, under every address inside it, with a strict policy', async () => {
    const answer = await world.ask('/labs/lab-aaaaaaaa', { headers: { cookie: '', accept: 'text/html' } });
    expect(await answer.text()).toContain('<title>page');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${world.port};`);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('hashed files, kept for ever; missing ones are not the page', async () => {
    const found = await world.ask('/assets/main-abc.js', { headers: { cookie: '' } });
    expect(found.headers.get('cache-control')).toContain('immutable');
    const missing = await world.ask('/assets/main-def.js', { headers: { accept: 'text/html' } });
    expect(missing.status).toBe(404);
  });
});

test('too many starts within a minute are refused', async () => {
  const own = await new ServerWorld().open();
  await own.enter();
  const statuses: number[] = [];
  for (let n = 0; n < 31; n += 1) {
    statuses.push((await own.ask('/api/labs', { method: 'POST', body: { scenario: 'none' } })).status);
  }
  expect(statuses.slice(0, 30).every((status) => status === 404)).toBe(true);
  expect(statuses[30]).toBe(429);
  await own.close();
});
