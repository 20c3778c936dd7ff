import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiProblem, routes } from '#contract/api.ts';
import type { Ack, ShellOpened } from '#contract/events.ts';
import type { LabView } from '#contract/lab.ts';
import { Invited } from '#contract/watching.ts';
import { allowed, isAllowed } from '#domain/access/permissions.ts';
import { ScriptedTerminals } from '../testing/scripted-pty.ts';
import { ServerWorld } from '../testing/server-world.ts';

const terminals = new ScriptedTerminals();
let world: ServerWorld;
let lab: LabView;
let cookie: string;
let socket: Socket;
let shell: string;

const heard = (from: Socket, event: string): Promise<unknown[]> =>
  new Promise((done) => from.once(event, (...all: unknown[]) => done(all)));

beforeAll(async () => {
  world = new ServerWorld();
  world.terminals = terminals;
  world.authoring = true;
  await world.open();
  await world.enter();
  lab = await world.startLab();
  const owner = world.socket('/terminal');
  await heard(owner, 'connect');
  const request = { lab: lab.id, terminal: 'workstation', cols: 80, rows: 24 };
  const opened = (await owner.emitWithAck('shell.open', request)) as Ack<ShellOpened>;
  shell = opened.ok ? opened.value.shell : '';
  const invited = await world.ask(`/api/labs/${lab.id}/invitations`, {
    method: 'POST',
    body: { minutes: 60 },
  });
  const { token } = Invited.parse(await invited.json());
  const body = { token, name: 'Mia' };
  const entered = await world.ask('/api/watch', { method: 'POST', body, headers: { cookie: '' } });
  cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  socket = world.socket('/watch', { cookie });
  await heard(socket, 'connect');
});
afterAll(() => world.close());

const asGuest = (path: string, how: { method?: string; body?: unknown } = {}): Promise<Response> =>
  world.ask(path, { ...how, headers: { cookie } });

describe('permissions', () => {
  const paths: Readonly<Record<string, string>> = {
    ':scenario': 'cluster',
    ':attempt': 'att-aaaaaaaaaaaa',
    ':shell': 'sh-aaaaaaaaaaaa',
    ':invitation': 'inv-aaaaaaaaaaaa',
    ':guest': 'gst-aaaaaaaaaaaa',
  };
  // Leaving ends the guest: it is tried last.
  const all = Object.entries(routes)
    .map(([name, { method, path }]) => ({ name, method, path }))
    .sort((a, b) => Number(a.name === 'leaveWatch') - Number(b.name === 'leaveWatch'));

  test.each(['/api/nowhere', '/api/watch/', '/API/labs', '/api/labs/'])(
    'a guest at %s, which no row names',
    async (path) => {
      expect((await asGuest(path)).status).toBe(403);
    },
  );

  test.each(all.filter(({ name }) => name !== 'enterWatch'))(
    'nobody without a cookie at $method $path',
    async ({ method, path }) => {
      const real = path.replace(/:\w+/g, (part) => (part === ':lab' ? lab.id : (paths[part] ?? part)));
      const answer = await world.ask(real, { method, headers: { cookie: 'cks-lab-guest-1=x' } });
      expect(answer.status).toBe(401);
    },
  );

  test.each(['/labs', '/terminal'])('a guest cannot join %s', async (namespace) => {
    const [error] = await heard(world.socket(namespace, { cookie }), 'connect_error');
    expect(String(error)).toContain('not signed in');
  });

  test('a learner without an invitation cannot join /watch', async () => {
    const [error] = await heard(world.socket('/watch'), 'connect_error');
    expect(String(error)).toContain('not invited');
  });

  const events = Object.keys(allowed).filter((action) => action.includes('.'));
  test.each(events)('a guest sends %s', async (event) => {
    const answer = (await Promise.race([
      socket.emitWithAck(event, { shell, lab: lab.id, bytes: 1, data: 'x', cols: 9, rows: 9 }),
      // Events without an answer are followed by one that has it: the line is in order.
      socket.emitWithAck('watch.look', { shell }).then(() => 'nothing'),
    ])) as Ack<unknown> | 'nothing';
    const denied = answer !== 'nothing' && !answer.ok && answer.problem.code === 'access.denied';
    expect(denied).toBe(!isAllowed(event, new Set(['guest'])));
    expect(terminals.opened[0]?.written).not.toContain('x');
    expect(terminals.opened[0]?.sizes).not.toContain('9x9');
  });

  test.each(all)('a guest at $method $path', async ({ name, method, path }) => {
    const real = path.replace(/:\w+/g, (part) => (part === ':lab' ? lab.id : (paths[part] ?? part)));
    const body = method === 'GET' ? {} : { body: {} };
    const answer = await asGuest(real, { method, ...body });
    if (isAllowed(name, new Set(['guest', 'anyone']))) {
      expect(answer.status).not.toBe(403);
      expect(answer.status).not.toBe(401);
    } else {
      expect(answer.status).toBe(403);
      expect(ApiProblem.parse(await answer.json()).problem.code).toBe('access.denied');
    }
    expect(world.store.get(lab.id)?.state).toBe('ready');
  });
});
