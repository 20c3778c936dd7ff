import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Contender, type Line, within } from './contender.ts';

export interface Echo {
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface Flood {
  readonly megabytesPerSecond: number;
  /** Of one core. */
  readonly cpuSeconds: number;
  /** Above what the processes had before, in MiB. */
  readonly peakMiB: number;
  /** From Ctrl-C in the middle of a flood to the prompt. */
  readonly interruptMs: number;
}

const waitMs = 60_000;

/** Says when `text` has come. */
function hears(line: Line, text: string): Promise<void> {
  let last = '';
  return new Promise((resolve) => {
    line.onData((_, data) => {
      last = (last + data).slice(-text.length - 65_536);
      if (last.includes(text)) resolve();
    });
  });
}

async function run(line: Line, command: string, mark: string): Promise<void> {
  const heard = hears(line, mark);
  line.write(`${command}\r`);
  await within(waitMs, command, heard);
}

/** The terminal's own echo of single keys, on so many lines at once. */
export async function echo(contender: Contender, lines: number, keys: number): Promise<Echo> {
  const open = await Promise.all(Array.from({ length: lines }, () => contender.open()));
  const times = await Promise.all(open.map((line, at) => echoes(line, keys, at)));
  for (const line of open) line.close();
  const sorted = times.flat().toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

async function echoes(line: Line, keys: number, offset: number): Promise<number[]> {
  await run(line, "echo rea''dy", 'ready');
  await delay(300 + offset * 7);
  line.write('cat >/dev/null\r');
  await delay(700);
  const times: number[] = [];
  for (let n = 0; n < keys; n++) {
    const key = 'abcdefghijklmnopqrstuvwxyz'[n % 26] ?? 'a';
    const heard = hears(line, key);
    const from = performance.now();
    line.write(key);
    await within(waitMs, 'an echo', heard);
    times.push(performance.now() - from);
    await delay(15 + Math.random() * 10);
  }
  return times;
}

/** `cat` of a file of 100 MB, then Ctrl-C in the middle of `yes`. */
export async function flood(contender: Contender, bytes: number): Promise<Flood> {
  const line = await contender.open();
  await run(line, "PS1='$ '; echo rea''dy", 'ready');
  await delay(500);
  const before = usage(contender.pid);
  let peak = before.rss;
  const sampler = setInterval(() => (peak = Math.max(peak, usage(contender.pid).rss)), 50);
  const from = performance.now();
  await run(line, "cat /tmp/flood; echo flood-is-o''ver", 'flood-is-over');
  const seconds = (performance.now() - from) / 1000;
  const cpuSeconds = usage(contender.pid).cpu - before.cpu;
  line.write('yes\r');
  await delay(1500);
  const interrupted = hears(line, '^C');
  const pressed = performance.now();
  line.write('\u0003');
  await within(waitMs, 'the answer to Ctrl-C', interrupted);
  const interruptMs = performance.now() - pressed;
  clearInterval(sampler);
  line.close();
  return {
    megabytesPerSecond: bytes / 1e6 / seconds,
    cpuSeconds,
    peakMiB: (peak - before.rss) / 2 ** 20,
    interruptMs,
  };
}

const tick = 100;
const page = 4096;

/** Of a process and all that it has started: seconds of time, bytes of memory. */
function usage(root: number | undefined): { cpu: number; rss: number } {
  const parents = new Map<number, { parent: number; cpu: number; rss: number }>();
  for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) read(Number(name), parents);
  const sum = { cpu: 0, rss: 0 };
  for (const [pid, own] of parents) {
    if (root === undefined || !descends(pid, root, parents)) continue;
    sum.cpu += own.cpu;
    sum.rss += own.rss;
  }
  return sum;
}

function read(pid: number, into: Map<number, { parent: number; cpu: number; rss: number }>): void {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, rss = 0] = [fields[1], fields[11], fields[12], fields[21]];
    into.set(pid, { parent, cpu: (user + system) / tick, rss: rss * page });
  } catch {
    // It has ended in between.
  }
}

function descends(pid: number, root: number, parents: ReadonlyMap<number, { parent: number }>): boolean {
  for (let at = pid; at > 1; at = parents.get(at)?.parent ?? 0) if (at === root) return true;
  return false;
}
