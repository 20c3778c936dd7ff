import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Socket } from 'socket.io-client';
import type { Ack, ShellOpened } from '#contract/events.ts';
import type { LabView } from '#contract/lab.ts';
import { ScriptedTerminals } from '../testing/scripted-pty.ts';
import { noTimePasses } from '../testing/no-time-passes.ts';
import { ServerWorld } from '../testing/server-world.ts';

let world: ServerWorld;
let terminals: ScriptedTerminals;
beforeEach(async () => {
  terminals = new ScriptedTerminals();
  world = new ServerWorld();
  world.terminals = terminals;
  await world.open();
  await world.enter();
});
afterEach(() => world.close());

const connected = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    socket.on('connect', () => resolve('connected'));
    socket.on('connect_error', () => resolve('refused'));
  });

const once = (socket: Socket, event: string): Promise<unknown[]> =>
  new Promise((resolve) => {
    socket.once(event, (...values: unknown[]) => resolve(values));
  });

async function ask<T>(socket: Socket, event: string, request: unknown): Promise<Ack<T>> {
  return (await socket.timeout(30_000).emitWithAck(event, request)) as Ack<T>;
}

const openShell = (socket: Socket, lab: string, more: object = {}): Promise<Ack<ShellOpened>> =>
  ask(socket, 'shell.open', { lab, terminal: 'workstation', cols: 80, rows: 24, ...more });

test('who watches a lab hears which shells are open, in whichever browser, and can ask', async () => {
  const lab = await world.startLab();
  const [labs, elsewhere] = [world.socket('/labs'), world.socket('/terminal')];
  await ask(labs, 'lab.watch', { lab: lab.id });
  const heard: unknown[] = [];
  labs.on('shells.changed', (open: unknown) => heard.push(open));
  const shells = [{ terminal: 'workstation', number: 2 }];
  const opened = await openShell(elsewhere, lab.id, { number: 2 });
  await expect.poll(() => heard).toContainEqual({ lab: lab.id, shells });
  const listed = async () => (await world.ask(`/api/labs/${lab.id}/shells`)).json();
  expect(await listed()).toEqual({ lab: lab.id, shells });
  await ask(elsewhere, 'shell.close', { shell: opened.ok ? opened.value.shell : '' });
  await expect.poll(() => heard.at(-1)).toEqual({ lab: lab.id, shells: [] });
  expect(await listed()).toEqual({ lab: lab.id, shells: [] });
  expect((await world.ask('/api/labs/lab-zzzzzzzz/shells')).status).toBe(404);
});

test('a window hears of the size that another one has given the shell', async () => {
  const lab = await world.startLab();
  const [one, other] = [world.socket('/terminal'), world.socket('/terminal')];
  const opened = await openShell(one, lab.id);
  const resized = once(one, 'shell.resized');
  await openShell(other, lab.id, { cols: 120, rows: 40 });
  expect(await resized).toEqual([opened.ok && opened.value.shell, 120, 40]);
});

describe('the handshake', () => {
  test.each([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['the Origin of another server on this machine', { origin: 'http://127.0.0.1:1' }],
    ['another Host', { host: 'evil.example' }],
    ['no cookie', { cookie: '' }],
    ['a made-up cookie', { cookie: 'cks-lab-1=x' }],
  ])('is refused with %s', async (_, headers) => {
    expect(await connected(world.socket('/labs', headers))).toBe('refused');
    expect(await connected(world.socket('/terminal', headers))).toBe('refused');
  });

  test('is let in with the page’s own', async () => {
    expect(await connected(world.socket('/labs'))).toBe('connected');
  });

  test('ends with the session', async () => {
    const socket = world.socket('/labs');
    await connected(socket);
    const gone = once(socket, 'disconnect');
    await world.ask('/api/session', { method: 'DELETE' });
    await gone;
    expect(await connected(world.socket('/labs'))).toBe('refused');
  });
});

describe('labs', () => {
  test('watching gives the newest state, and changes follow', async () => {
    const lab = await world.startLab();
    const socket = world.socket('/labs');
    await connected(socket);
    const watched = await ask<LabView>(socket, 'lab.watch', { lab: lab.id });
    expect(watched).toMatchObject({ ok: true, value: { state: 'ready' } });
    const changed = once(socket, 'lab.changed');
    await world.ask(`/api/labs/${lab.id}/reset`, { method: 'POST' });
    expect(await changed).toMatchObject([{ id: lab.id, state: 'resetting' }]);
  });

  test.each([
    ['an unknown lab', { lab: 'lab-aaaaaaaa' }, 'lab.not-found'],
    ['an id that is none', { lab: '../etc' }, 'request.invalid'],
    ['nothing', undefined, 'request.invalid'],
    ['a field too many', { lab: 'lab-aaaaaaaa', as: 'root' }, 'request.invalid'],
  ])('watching %s is answered with a problem', async (_, request, code) => {
    const socket = world.socket('/labs');
    await connected(socket);
    expect(await ask(socket, 'lab.watch', request)).toMatchObject({ ok: false, problem: { code } });
  });
});

describe('terminals', () => {
  test('a shell survives its socket and shows the same screen to the next', async () => {
    const lab = await world.startLab();
    const first = world.socket('/terminal');
    await connected(first);
    const opened = await openShell(first, lab.id);
    if (!opened.ok) throw new Error('not opened');
    terminals.opened[0]?.say('still here');
    await once(first, 'shell.output');
    first.disconnect();
    const second = world.socket('/terminal');
    await connected(second);
    const again = await openShell(second, lab.id);
    expect(again).toMatchObject({ ok: true, value: { shell: opened.value.shell, screen: 'still here' } });
    expect(terminals.opened).toHaveLength(1);
    const output = once(second, 'shell.output');
    terminals.opened[0]?.say('!');
    const [shell, seq, data] = await output;
    expect([shell, seq]).toEqual([opened.value.shell, again.ok ? again.value.seq + 1 : 0]);
    expect(String(data)).toBe('!');
  });

  test('what is typed reaches the shell only from a browser that watches it', async () => {
    const lab = await world.startLab();
    const [mine, other] = [world.socket('/terminal'), world.socket('/terminal')];
    await Promise.all([connected(mine), connected(other)]);
    const opened = await openShell(mine, lab.id);
    const shell = opened.ok ? opened.value.shell : '';
    other.emit('shell.input', { shell, data: 'rm -rf /' });
    expect(await ask(other, 'shell.close', { shell })).toMatchObject({ ok: false });
    mine.emit('shell.input', { shell, data: 'ls' });
    expect(await ask(mine, 'shell.close', { shell })).toEqual({ ok: true, value: null });
    expect(terminals.opened[0]?.written).toEqual(['ls']);
  });

  test('a reset ends the shells; the terminal may be opened anew', async () => {
    const lab = await world.startLab();
    const socket = world.socket('/terminal');
    await connected(socket);
    const first = await openShell(socket, lab.id);
    const exited = once(socket, 'shell.exited');
    let cleared: () => void = () => undefined;
    const clearing = new Promise<void>((done) => {
      cleared = done;
    });
    world.engine.before = (call) => (call === 'destroy' ? clearing : Promise.resolve());
    await world.ask(`/api/labs/${lab.id}/reset`, { method: 'POST' });
    await exited;
    expect(await openShell(socket, lab.id)).toMatchObject({ ok: false, problem: { code: 'lab.not-ready' } });
    const ready = world.until((event) => event.type === 'lab.changed' && event.lab.state === 'ready');
    cleared();
    await ready;
    const again = await openShell(socket, lab.id);
    expect(again.ok && first.ok && again.value.shell !== first.value.shell).toBe(true);
  });

  test.each([
    ['a terminal that the lab does not have', { terminal: 'node9' }, 'terminal.not-found'],
    ['a lab that does not exist', { lab: 'lab-zzzzzzzz' }, 'lab.not-found'],
    ['a screen without width', { cols: 0 }, 'request.invalid'],
  ])('%s is answered with a problem', async (_, more, code) => {
    const lab = await world.startLab();
    const socket = world.socket('/terminal');
    await connected(socket);
    expect(await openShell(socket, lab.id, more)).toMatchObject({ ok: false, problem: { code } });
  });

  test('a browser that reads nothing stops the flood, and its end lets it run', async () => {
    const lab = await world.startLab();
    const [deaf, awake] = [world.socket('/terminal'), world.socket('/terminal')];
    await Promise.all([connected(deaf), connected(awake)]);
    await openShell(deaf, lab.id);
    const pty = terminals.opened[0];
    if (pty === undefined) throw new Error('no shell');
    expect(await pty.flood(50_000_000)).toBeLessThan(300_000);
    expect(pty.paused).toBe(true);
    deaf.disconnect();
    await expect.poll(() => pty.paused).toBe(false);
  });

  test('a page gone wild is cut off', async () => {
    const lab = await world.startLab();
    const socket = world.socket('/terminal');
    await connected(socket);
    const gone = once(socket, 'disconnect');
    noTimePasses();
    for (let n = 0; n < 6000; n += 1) socket.emit('shell.drawn', { shell: lab.id, bytes: 1 });
    await gone;
    expect(world.log.entries.some(({ text }) => text === 'socket sent too much')).toBe(true);
  });
});
