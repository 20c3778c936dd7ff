import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Pty } from '#ports/terminal-host.ts';
import { freshLab, recordedRun, unstopped, worlds } from './trial-world.ts';

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
  const open = (user = 'learner') => world.terminals.open(lab, 'workstation', { user, ...size }, unstopped());
  const says = (shell: { text(): string }, text: string | RegExp) =>
    vi.waitFor(() => expect(shell.text()).toMatch(text), { timeout: 10_000, interval: 20 });

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
    pty.write('id -un\n');
    await says(shell, new RegExp(`\n${user}\n`));
    pty.write('pwd\n');
    await says(shell, new RegExp(`\n${home}\n`));
    await pty.kill();
  });

  test('what is typed is echoed and run', async () => {
    const pty = await open();
    const shell = watched(pty);
    await says(shell, /[$#] /);
    pty.write("echo gr''ün\n");
    await says(shell, /\ngrün\n/);
    await pty.kill();
  });

  test('the shell has the size it was opened with, then the one it is given', async () => {
    const pty = await open();
    const shell = watched(pty);
    await says(shell, /[$#] /);
    pty.write('stty size\n');
    await says(shell, /\n24 80\n/);
    await pty.resize(132, 50);
    pty.write('stty size\n');
    await says(shell, /\n50 132\n/);
    await pty.kill();
  });

  test('the exit code is told once the shell has ended, also to a late listener', async () => {
    const pty = await open();
    const shell = watched(pty);
    await says(shell, /[$#] /);
    pty.write('exit 7\n');
    expect(await shell.exit).toBe(7);
    expect(await new Promise((resolve) => pty.onExit(resolve))).toBe(7);
    await pty.resize(10, 10);
    pty.write('nobody hears this\n');
    await pty.kill();
  });

  test('nothing arrives while paused, and the flood goes on afterwards', async () => {
    const pty = await open();
    const shell = watched(pty);
    await says(shell, /[$#] /);
    pty.write('yes\n');
    await vi.waitFor(() => expect(shell.bytes()).toBeGreaterThan(100_000), { timeout: 10_000 });
    pty.pause();
    const paused = shell.bytes();
    await expect(
      vi.waitFor(() => expect(shell.bytes()).toBeGreaterThan(paused), { timeout: 700 }),
    ).rejects.toThrow();
    pty.resume();
    await vi.waitFor(() => expect(shell.bytes()).toBeGreaterThan(paused + 100_000), { timeout: 10_000 });
    await pty.kill();
    await shell.exit;
  });

  test('a machine that is not there has no terminal', async () => {
    const opening = world.terminals.open(lab, 'cp', { user: 'root', ...size }, unstopped());
    await expect(opening).rejects.toMatchObject({ code: 'terminal.not-found' });
  });
});
