import { setTimeout as delay } from 'node:timers/promises';
import { type Contender, type Line, within } from './contender.ts';
import { usage } from './usage.ts';

export interface Flood {
  readonly megabytesPerSecond: number;
  /** Seconds of one core: of the server and what it started, of the engine with the container, of the page's side. */
  readonly cpu: { readonly server: number; readonly engine: number; readonly page: number };
  /** Above what the server's processes had before, in MiB. */
  readonly peakMiB: number;
  /** From Ctrl-C in the middle of a flood to its echo. */
  readonly interruptMs: number;
}

const waitMs = 60_000;
const sampleMs = 20;

/** Says when `text` has come. Only what could be its beginning is kept, so that listening costs all contenders the same. */
function hears(line: Line, text: string): Promise<void> {
  let last = '';
  return new Promise((resolve) => {
    line.onData((_, data) => {
      if (data.includes(text) || (last + data.slice(0, text.length)).includes(text)) resolve();
      last = (data.length >= text.length ? data : last + data).slice(1 - text.length || data.length);
    });
  });
}

async function run(line: Line, command: string, mark: string): Promise<void> {
  const heard = hears(line, mark);
  line.write(`${command}\r`);
  await within(waitMs, command, heard);
}

/** How long somebody takes from one key to the next. Milliseconds, and never in step with anything. */
export interface Typing {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A key that is held down, as most desktops repeat it: thirty a second. Nothing that a person does to one terminal is quicker. */
export const heldDown: Typing = { fromMs: 26, toMs: 40 };
/** Ten keys a second, 120 words a minute: twenty people who all type as quickly as this at once are more than any room has. */
export const quickTypist: Typing = { fromMs: 70, toMs: 130 };

export const pauseBetweenKeys = ({ fromMs, toMs }: Typing): Promise<void> =>
  delay(fromMs + Math.random() * (toMs - fromMs));

/** The terminal's own echo of single keys, on so many lines at once. Milliseconds. */
export async function echo(
  contender: Contender,
  { lines, keys, typing }: { readonly lines: number; readonly keys: number; readonly typing: Typing },
): Promise<number[]> {
  const open = await Promise.all(Array.from({ length: lines }, () => contender.open()));
  const times = await Promise.all(open.map((line, at) => echoes(line, { keys, typing, at })));
  for (const line of open) line.close();
  return times.flat();
}

async function echoes(
  line: Line,
  { keys, typing, at }: { readonly keys: number; readonly typing: Typing; readonly at: number },
): Promise<number[]> {
  await run(line, "echo rea''dy", 'ready');
  await delay(200 + at * 7);
  line.write('cat >/dev/null\r');
  await delay(500);
  const times: number[] = [];
  for (let n = 0; n < keys; n++) {
    const key = 'abcdefghijklmnopqrstuvwxyz'[n % 26] ?? 'a';
    const heard = hears(line, key);
    const from = performance.now();
    line.write(key);
    await within(waitMs, 'an echo', heard);
    times.push(performance.now() - from);
    await pauseBetweenKeys(typing);
  }
  return times;
}

/** `cat` of a file of so many bytes, then Ctrl-C in the middle of `yes`. */
export async function flood(contender: Contender, bytes: number, engine: () => number): Promise<Flood> {
  const line = await contender.open();
  await run(line, "PS1='$ '; echo rea''dy", 'ready');
  // Shells that were closed before are gone by then: their end is no part of the flood.
  await delay(2500);
  const before = usage(contender.pid);
  let peak = before.rss;
  const sampler = setInterval(() => (peak = Math.max(peak, usage(contender.pid).rss)), sampleMs);
  const [from, ownBefore, engineBefore] = [performance.now(), own(), engine()];
  await run(line, "cat /tmp/flood; echo flood-is-o''ver", 'flood-is-over');
  const seconds = (performance.now() - from) / 1000;
  const server = usage(contender.pid).cpu - before.cpu;
  const cpu = { server, engine: engine() - engineBefore, page: own() - ownBefore };
  line.write('yes\r');
  await delay(1000);
  const interrupted = hears(line, '^C');
  const pressed = performance.now();
  line.write('\u0003');
  await within(waitMs, 'the answer to Ctrl-C', interrupted);
  const interruptMs = performance.now() - pressed;
  clearInterval(sampler);
  line.close();
  return {
    megabytesPerSecond: bytes / 1e6 / seconds,
    cpu,
    peakMiB: (peak - before.rss) / 2 ** 20,
    interruptMs,
  };
}

function own(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
