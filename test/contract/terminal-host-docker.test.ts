import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dockerWorld, freshLab, freshShell, recordedRun, typeInto, unstopped } from './trial-world.ts';

const world = dockerWorld();
const lab = freshLab();
const shell = (user = 'learner') =>
  world.terminals.open(lab, 'workstation', { id: freshShell(), user, cols: 80, rows: 24 }, unstopped());
const sh = async (script: string): Promise<string> => {
  const limits = { signal: unstopped(), timeoutMs: 10_000 };
  return (await world.machines.exec(lab, 'workstation', ['/bin/sh', '-c', script], limits)).stdout;
};
/** The class in the pattern keeps it from matching the command that looks. */
const processes = (pattern: string): Promise<string> => sh(`pgrep -f '[s]${pattern.slice(1)}'`);
const appears = (pattern: string) =>
  vi.waitFor(async () => expect(await processes(pattern)).not.toBe(''), { timeout: 60_000 });

beforeAll(async () => {
  await world.hosts.createNetwork(lab, unstopped());
  await world.hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
});
afterAll(() => world.machines.destroy(lab, unstopped()));

test('the shell speaks UTF-8 and all colours', async () => {
  const pty = await shell();
  let text = '';
  pty.onData((data) => {
    text += Buffer.from(data).toString('utf8');
  });
  typeInto(pty, 'echo "[$TERM $COLORTERM $LANG $HOME $SHELL]"; shopt login_shell\n');
  await vi.waitFor(
    () => {
      expect(text).toContain('[xterm-256color truecolor C.UTF-8 /home/learner /bin/bash]');
      expect(text).toMatch(/login_shell\s+on/);
    },
    { timeout: 60_000 },
  );
  await pty.kill();
});

test.each([
  ['a program in the foreground', 'sleep 4712'],
  ['a program that ignores the hang-up', "sh -c 'trap : HUP; while :; do sleep 4712; done'"],
  ['another shell with a program', 'bash -c "sleep 4712; true"'],
])('killing a shell ends %s and leaves other shells alone', async (_name, command) => {
  const [pty, other] = await Promise.all([shell(), shell()]);
  pty.onData(() => undefined);
  other.onData(() => undefined);
  typeInto(other, 'sleep 4713\n');
  typeInto(pty, `${command}\n`);
  await Promise.all([appears('sleep 4712'), appears('sleep 4713')]);
  const exit = new Promise((resolve) => pty.onExit(resolve));
  await pty.kill();
  await exit;
  await vi.waitFor(async () => expect(await processes('sleep 4712')).toBe(''), { timeout: 60_000 });
  expect(await processes('sleep 4713')).not.toBe('');
  await other.kill();
});

test('where a shell is, the kernel says: not what it prints, nor what another user does', async () => {
  const id = freshShell();
  const options = { id, user: 'learner', cols: 80, rows: 24 };
  const pty = await world.terminals.open(lab, 'workstation', options, unstopped());
  pty.onData(() => undefined);
  const folder = () => world.terminals.folder(lab, 'workstation', options, unstopped());
  const isIn = (path: string | undefined) =>
    vi.waitFor(async () => expect(await folder()).toBe(path), { timeout: 60_000 });
  typeInto(pty, "mkdir -p ~/wo\\ rk/ü && cd ~/wo\\ rk && printf '\\e]7;file:///etc\\a'\n");
  await isIn('/home/learner/wo rk');
  typeInto(pty, "bash --norc -c 'cd ü; sleep 4714; true'\n");
  await isIn('/home/learner/wo rk/ü');
  typeInto(pty, '\u0003');
  await isIn('/home/learner/wo rk');
  typeInto(pty, 'mkdir gone; cd gone; rmdir ../gone\n');
  await isIn(undefined);
  typeInto(pty, 'cd ..\n');
  await isIn('/home/learner/wo rk');
  // The program of another user keeps its folder to itself: then the shell's own counts.
  typeInto(pty, "sudo -n /bin/sh -c 'cd /root; sleep 4715; true'\n");
  await appears('sleep 4715');
  await isIn('/home/learner/wo rk');
  await pty.kill();
});

test('a paused flood blocks the program in the lab and does not grow in the server', async () => {
  const pty = await shell();
  let bytes = 0;
  pty.onData((data) => {
    bytes += data.length;
  });
  typeInto(pty, 'yes\n');
  await vi.waitFor(() => expect(bytes).toBeGreaterThan(1_000_000), { timeout: 60_000 });
  pty.pause();
  const written = () => sh('cat /proc/$(pgrep -x yes)/io | grep wchar');
  let before = await written();
  await vi.waitFor(
    async () => {
      const last = before;
      before = await written();
      expect(before).toBe(last);
    },
    { timeout: 60_000, interval: 300 },
  );
  const memory = process.memoryUsage().rss;
  await expect(
    vi.waitFor(async () => expect(await written()).not.toBe(before), { timeout: 1_500 }),
  ).rejects.toThrow();
  expect(process.memoryUsage().rss - memory).toBeLessThan(20_000_000);
  await pty.kill();
});

test('eighty megabytes read through the server leave its memory flat', async () => {
  const pty = await shell();
  let bytes = 0;
  pty.onData((data) => {
    bytes += data.length;
  });
  typeInto(pty, 'yes\n');
  await vi.waitFor(() => expect(bytes).toBeGreaterThan(20_000_000), { timeout: 60_000 });
  const memory = process.memoryUsage().rss;
  await vi.waitFor(() => expect(bytes).toBeGreaterThan(100_000_000), { timeout: 120_000 });
  expect(process.memoryUsage().rss - memory).toBeLessThan(60_000_000);
  await pty.kill();
});

test('the exit of a shell whose machine is removed is told', async () => {
  const other = freshLab();
  await world.hosts.createNetwork(other, unstopped());
  await world.hosts.createWorkstation(other, await world.image('workstation'), recordedRun());
  const pty = await world.terminals.open(
    other,
    'workstation',
    { id: freshShell(), user: 'root', cols: 80, rows: 24 },
    unstopped(),
  );
  pty.onData(() => undefined);
  const exit = new Promise((resolve) => pty.onExit(resolve));
  await world.machines.destroy(other, unstopped());
  const code = await exit;
  expect(code === null || typeof code === 'number').toBe(true);
  await pty.kill();
});
