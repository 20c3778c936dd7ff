import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Pty } from '#ports/terminal-host.ts';
import { freshLab, freshShell, recordedRun, typeInto, unstopped, worlds } from './trial-world.ts';

const size = { cols: 80, rows: 24 };

/** A shell with everything it said so far. */
function watched(pty: Pty): { text(): string; bytes(): number; exit: Promise<number | null> } {
  let text = '';
  let bytes = 0;
  pty.onData((data) => {
    bytes += data.length;
    text = (text + Buffer.from(data).toString('utf8')).slice(-10_000);
  });
  const exit = new Promise<number | null>((resolve) => pty.onExit(resolve));
  const plain = (): string => stripVTControlCharacters(text).replaceAll('\r', '');
  return { text: plain, bytes: () => bytes, exit };
}

describe.each(worlds)('terminals in %s', (_name, make) => {
  const world = make();
  const lab = freshLab();
  const open = (user = 'learner') =>
    world.terminals.open(lab, 'workstation', { id: freshShell(), user, ...size }, unstopped());
  const says = (shell: { text(): string }, text: string | RegExp) =>
    vi.waitFor(() => expect(shell.text()).toMatch(text), { timeout: 60_000, interval: 20 });

  beforeAll(async () => {
    await world.hosts.createNetwork(lab, unstopped());
    await world.hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
  });
  afterAll(() => world.machines.destroy(lab, unstopped()));

  test.each([
    ['learner', '/home/learner'],
    ['root', '/root'],
  ])('a shell of %s begins in %s', async (user, home) => {
    const pty = await open(user);
    const shell = watched(pty);
    await says(shell, /[$#] /);
    typeInto(pty, 'id -un\n');
    await says(shell, new RegExp(`\n${user}\n`));
    typeInto(pty, 'pwd\n');
    await says(shell, new RegExp(`\n${home}\n`));
    await pty.kill();
  });

  test('what is typed is echoed and run', async () => {
    const pty = await open();
    const shell = watched(pty);
    await says(shell, /[$#] /);
    typeInto(pty, "echo gr''ün\n");
    await says(shell, /\ngrün\n/);
    await pty.kill();
  });

  test('the shell has the size it was opened with, then the one it is given', async () => {
    const pty = await open();
    const shell = watched(pty);
    await says(shell, /[$#] /);
    typeInto(pty, 'stty size\n');
    await says(shell, /\n24 80\n/);
    await pty.resize(132, 50);
    typeInto(pty, 'stty size\n');
    await says(shell, /\n50 132\n/);
    await pty.kill();
  });

  test('the exit code is told once the shell has ended, also to a late listener', async () => {
    const pty = await open();
    const shell = watched(pty);
    await says(shell, /[$#] /);
    typeInto(pty, 'exit 7\n');
    expect(await shell.exit).toBe(7);
    expect(await new Promise((resolve) => pty.onExit(resolve))).toBe(7);
    await pty.resize(10, 10);
    typeInto(pty, 'nobody hears this\n');
    await pty.kill();
  });

  test('nothing arrives while paused, and the flood goes on afterwards', async () => {
    const pty = await open();
    const shell = watched(pty);
    await says(shell, /[$#] /);
    typeInto(pty, 'yes\n');
    await vi.waitFor(() => expect(shell.bytes()).toBeGreaterThan(100_000), { timeout: 60_000 });
    pty.pause();
    const paused = shell.bytes();
    await expect(
      vi.waitFor(() => expect(shell.bytes()).toBeGreaterThan(paused), { timeout: 700 }),
    ).rejects.toThrow();
    pty.resume();
    await vi.waitFor(() => expect(shell.bytes()).toBeGreaterThan(paused + 100_000), { timeout: 60_000 });
    await pty.kill();
    await shell.exit;
  });

  test('what arrived is told, and what was typed before is not typed again', async () => {
    const pty = await open();
    const shell = watched(pty);
    await says(shell, /[$#] /);
    const accepted: string[] = [];
    pty.onAccepted(({ writer, seq }) => accepted.push(`${writer} ${seq}`));
    const place = { writer: 'someone', seq: 4 };
    pty.write("echo on''ce\n", place);
    await vi.waitFor(() => expect(accepted).toEqual(['someone 4']), { timeout: 60_000 });
    pty.write("echo on''ce\n", place);
    pty.write("echo aft''er\n", { writer: 'someone', seq: 5 });
    await says(shell, /\nafter\n/);
    expect(shell.text().match(/\nonce\n/g)).toHaveLength(1);
    await pty.kill();
  });

  test('a shell that was let go of goes on, and is found again with what was missed', async () => {
    const id = freshShell();
    const first = await world.terminals.open(
      lab,
      'workstation',
      { id, user: 'learner', ...size },
      unstopped(),
    );
    expect([first.lasting, first.from]).toEqual([true, 0]);
    const shell = watched(first);
    await says(shell, /[$#] /);
    const exits: unknown[] = [];
    first.onExit((code) => exits.push(code));
    first.write("echo bef''ore\n", { writer: 'someone', seq: 1 });
    await says(shell, /\nbefore\n/);
    const seen = shell.bytes();
    first.write("echo betwe''en\n", { writer: 'someone', seq: 2 });
    await first.release();
    const wanted = { id, user: 'learner', from: seen };
    const again = await world.terminals.resume(lab, 'workstation', wanted, unstopped());
    if (again === undefined) throw new Error('not found again');
    const rest = watched(again);
    await says(rest, /\nbetween\n/);
    expect(again.from).toBe(seen);
    expect(rest.text()).not.toContain('before');
    expect(again.typed.get('someone')).toBe(2);
    again.write("echo betwe''en\n", { writer: 'someone', seq: 2 });
    again.write('exit 5\n', { writer: 'someone', seq: 3 });
    expect(await rest.exit).toBe(5);
    expect(rest.text().match(/\nbetween\n/g)).toHaveLength(1);
    expect(exits).toEqual([]);
    await expect(world.terminals.resume(lab, 'workstation', wanted, unstopped())).resolves.toBeUndefined();
  });

  test('a shell that is found again tells what was said before', async () => {
    const id = freshShell();
    const options = { id, user: 'learner', ...size };
    const first = await world.terminals.open(lab, 'workstation', options, unstopped());
    const shell = watched(first);
    await says(shell, /[$#] /);
    typeInto(first, "echo bef''ore\n");
    await says(shell, /\nbefore\n[^]*[$#] /);
    await first.release();
    const again = await world.terminals.resume(lab, 'workstation', { ...options, from: 0 }, unstopped());
    if (again === undefined) throw new Error('not found again');
    const rest = watched(again);
    await vi.waitFor(() => expect(rest.bytes()).toBe(again.heard), { timeout: 60_000 });
    expect(rest.text()).toContain('\nbefore\n');
    await again.kill();
  });

  test.each([
    ['a shell that never was', 'workstation'],
    ['a shell on a machine that is not there', 'cp'],
  ])('%s is not found', async (_what, machine) => {
    const wanted = { id: freshShell(), user: 'learner', from: 0 };
    await expect(world.terminals.resume(lab, machine, wanted, unstopped())).resolves.toBeUndefined();
  });

  test('the folder of a shell is the one that it is in', async () => {
    const id = freshShell();
    const options = { id, user: 'learner', ...size };
    const pty = await world.terminals.open(lab, 'workstation', options, unstopped());
    const shell = watched(pty);
    const folder = () => world.terminals.folder(lab, 'workstation', options, unstopped());
    const isIn = (path: string) =>
      vi.waitFor(async () => expect(await folder()).toBe(path), { timeout: 60_000 });
    await says(shell, /[$#] /);
    await isIn('/home/learner');
    typeInto(pty, 'cd /tmp\n');
    await isIn('/tmp');
    typeInto(pty, 'exit 0\n');
    await shell.exit;
    expect(await folder()).toBeUndefined();
    const other = { id: freshShell(), user: 'learner' };
    await expect(world.terminals.folder(lab, 'workstation', other, unstopped())).resolves.toBeUndefined();
  });

  test('a machine that is not there has no terminal', async () => {
    const opening = world.terminals.open(lab, 'cp', { id: freshShell(), user: 'root', ...size }, unstopped());
    await expect(opening).rejects.toMatchObject({ code: 'terminal.not-found' });
  });
});
