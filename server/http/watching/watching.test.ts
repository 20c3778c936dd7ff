import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiProblem } from '#contract/api.ts';
import type { Ack, ShellOpened, WatchedScreen } from '#contract/events.ts';
import type { LabView } from '#contract/lab.ts';
import { Invited, WatchedLab, WatchView } from '#contract/watching.ts';
import { ScriptedTerminals } from '../../testing/scripted-pty.ts';
import { ServerWorld } from '../../testing/server-world.ts';

const terminals = new ScriptedTerminals();
let world: ServerWorld;
let lab: LabView;
let owner: Socket;
let shell: string;

beforeAll(async () => {
  world = new ServerWorld();
  world.terminals = terminals;
  await world.open();
  await world.enter();
  lab = await world.startLab();
  owner = world.socket('/terminal');
  await heard(owner, 'connect');
  shell = await openShell(lab.id);
});
afterAll(() => world.close());

const heard = (socket: Socket, event: string): Promise<unknown[]> =>
  new Promise((done) => socket.once(event, (...all: unknown[]) => done(all)));

async function openShell(of: string): Promise<string> {
  const request = { lab: of, terminal: 'workstation', cols: 80, rows: 24 };
  const opened = (await owner.emitWithAck('shell.open', request)) as Ack<ShellOpened>;
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.value.shell;
}

async function invite(of = lab.id) {
  const answer = await world.ask(`/api/labs/${of}/invitations`, { method: 'POST', body: { minutes: 60 } });
  return Invited.parse(await answer.json());
}

/** A browser that came by a link; it has the guest's cookie alone. */
async function enter(token: string, name = 'Mia') {
  const body = { token, name };
  const answer = await world.ask('/api/watch', { method: 'POST', body, headers: { cookie: '' } });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { answer, cookie };
}

async function guest(name = 'Mia') {
  const { invitation, token } = await invite();
  const { answer, cookie } = await enter(token, name);
  const watched = WatchedLab.parse(await answer.json());
  const socket = world.socket('/watch', { cookie });
  await heard(socket, 'watch.changed');
  const ask = (path: string, how: { method?: string; body?: unknown } = {}) =>
    world.ask(path, { ...how, headers: { cookie } });
  return { invitation, cookie, socket, ask, you: watched.you.id };
}

const view = async (): Promise<WatchView> =>
  WatchView.parse(await (await world.ask(`/api/labs/${lab.id}/watchers`)).json());
const endAll = () => world.ask(`/api/labs/${lab.id}/watchers`, { method: 'DELETE' });
const look = (socket: Socket, id = shell): Promise<Ack<WatchedScreen>> =>
  socket.emitWithAck('watch.look', { shell: id }) as Promise<Ack<WatchedScreen>>;
const input = (socket: Socket, data: string): Promise<Ack<null>> =>
  socket.emitWithAck('watch.input', { shell, data }) as Promise<Ack<null>>;
const pty = () => terminals.opened[0];

describe('a guest', () => {
  test('sees the screen as it is and what follows', async () => {
    const { socket } = await guest();
    const before = heard(owner, 'shell.output');
    pty()?.say('already here');
    await before;
    const opened = await look(socket);
    expect(opened).toMatchObject({ ok: true, value: { cols: 80, rows: 24 } });
    expect(opened.ok && opened.value.screen).toContain('already here');
    const output = heard(socket, 'watch.output');
    pty()?.say(' and more');
    const [id, data] = await output;
    expect([id, String(data)]).toEqual([shell, ' and more']);
    await endAll();
  });

  test('types only while the learner lets it', async () => {
    const { socket, you } = await guest();
    await look(socket);
    const grant = (mayType: boolean) =>
      world.ask(`/api/labs/${lab.id}/watchers/${you}`, { method: 'PUT', body: { mayType } });
    expect(await input(socket, 'one')).toMatchObject({ ok: false, problem: { code: 'access.denied' } });
    const told = heard(socket, 'watch.changed');
    await grant(true);
    expect(await told).toMatchObject([{ you: { mayType: true } }]);
    expect(await input(socket, 'two')).toEqual({ ok: true, value: null });
    await grant(false);
    expect(await input(socket, 'three')).toMatchObject({ ok: false });
    expect(pty()?.written).toEqual(['two']);
    await endAll();
  });

  test('is seen by the learner, by the name that it gave', async () => {
    const labs = world.socket('/labs');
    await heard(labs, 'connect');
    await labs.emitWithAck('lab.watch', { lab: lab.id });
    const changed = heard(labs, 'watchers.changed');
    const { socket } = await guest('  Mia\u202E  M. ');
    await changed;
    expect(await view()).toMatchObject({ guests: [{ name: 'Mia M.', here: true, mayType: false }] });
    const { cookie: _, ...other } = await guest('mia m.');
    expect((await view()).guests.map(({ name }) => name)).toEqual(['Mia M.', 'mia m. 2']);
    const gone = heard(other.socket, 'watch.changed');
    socket.disconnect();
    expect(await gone).toMatchObject([{ guests: [{ name: 'mia m. 2' }] }]);
    expect((await view()).guests[0]).toMatchObject({ here: false });
    await endAll();
  });

  test.each([
    ['the link is taken back', 'invitations'],
    ['the guest is sent away', 'watchers'],
    ['all is ended', ''],
  ])('is cut at once when %s', async (_, what) => {
    const { socket, ask, invitation, you } = await guest();
    await look(socket);
    const [over, cut] = [heard(socket, 'watch.over'), heard(socket, 'disconnect')];
    const id = what === 'invitations' ? invitation.id : you;
    if (what === '') await endAll();
    else await world.ask(`/api/labs/${lab.id}/${what}/${id}`, { method: 'DELETE' });
    expect(await over).toEqual(['ended']);
    await cut;
    expect((await ask('/api/watch')).status).toBe(401);
    await endAll();
  });

  test('sees nothing of another lab', async () => {
    const other = await world.startLab('host');
    const theirs = await openShell(other.id);
    const { socket } = await guest();
    expect(await look(socket, theirs)).toMatchObject({ ok: false, problem: { code: 'terminal.not-found' } });
    await endAll();
  });

  test('that is slow gets the screen again and does not brake the shell', async () => {
    const { socket } = await guest();
    await look(socket);
    owner.on('shell.output', (id: string, _seq: number, data: Uint8Array) =>
      owner.emit('shell.drawn', { shell: id, bytes: data.byteLength }),
    );
    let got = 0;
    socket.on('watch.output', (_id: string, data: Uint8Array) => (got += data.byteLength));
    let said = 0;
    while (said < 3_000_000) {
      said += (await pty()?.flood(3_000_000 - said)) ?? 0;
      await new Promise((done) => setImmediate(done));
    }
    pty()?.say('\r\nthe flood is over');
    // Answered after everything that was sent before.
    await look(socket, 'sh-aaaaaaaaaaaz');
    expect(got).toBeLessThan(600_000);
    const screen = heard(socket, 'watch.screen');
    socket.emit('watch.drawn', { shell, bytes: 10_000_000 });
    const [shot] = (await screen) as [WatchedScreen];
    expect(shot.screen + String(Buffer.from(shot.rest))).toContain('the flood is over');
    owner.off('shell.output');
    await endAll();
  });
});

describe('links', () => {
  test.each([
    ['a made-up secret', 'x'.repeat(43), 'Mia', 404, 'watch.not-found'],
    ['a name of nothing', undefined, '\u200B', 400, 'request.invalid'],
  ])('%s opens nothing', async (_, made, name, status, code) => {
    const { token } = await invite();
    const { answer, cookie } = await enter(made ?? token, name);
    expect(answer.status).toBe(status);
    expect(ApiProblem.parse(await answer.json()).problem.code).toBe(code);
    expect(cookie).toBe('');
    await endAll();
  });

  test('are random, and so are the cookies they are exchanged for', async () => {
    const [one, two] = [await invite(), await invite()];
    expect(one.token).toMatch(/^[\w-]{43}$/);
    expect(one.token).not.toBe(two.token);
    const { answer, cookie } = await enter(one.token);
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
    expect(cookie).not.toContain(one.token);
    await endAll();
  });

  test('and guests have limits', async () => {
    const invited = [];
    for (let n = 0; n < 5; n += 1) invited.push(await invite());
    const more = await world.ask(`/api/labs/${lab.id}/invitations`, {
      method: 'POST',
      body: { minutes: 60 },
    });
    expect(more.status).toBe(409);
    const answers = [];
    for (let n = 0; n < 9; n += 1) answers.push((await enter(invited[0]?.token ?? '')).answer.status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 409]);
    await endAll();
  });
});
