import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { execa } from 'execa';
import { fromRoot } from '../../server/cli/places.ts';
import type { StageRun } from './stage.ts';

const aliveMs = 45_000;
/** For a program that is told to end to remove what it made. */
const graceMs = 60_000;

/** Runs a program with its output in the stage's log, and tells from time to time that it is alive. Returns its exit code. */
export async function runProgram(
  argv: readonly [string, ...string[]],
  withinMs: number,
  run: StageRun,
): Promise<number> {
  const [file, ...args] = argv;
  const log = createWriteStream(run.logFile, { flags: 'a' });
  const started = Date.now();
  let last = '';
  const program = execa(file, args, {
    cwd: fromRoot(),
    env: run.env,
    all: true,
    buffer: false,
    stdin: 'ignore',
    reject: false,
    timeout: withinMs,
    cancelSignal: run.signal,
    forceKillAfterDelay: graceMs,
  });
  program.all.on('data', (data: Buffer) => {
    log.write(data);
    last = lastLine(String(data)) ?? last;
  });
  const alive = setInterval(() => run.tell(`… ${secondsSince(started)} s: ${last.slice(0, 120)}`), aliveMs);
  try {
    const result = await program;
    if (result.timedOut) log.write(`\nended after ${withinMs / 1000} s, which is the limit\n`);
    return result.exitCode ?? 1;
  } finally {
    clearInterval(alive);
    log.end();
    await finished(log);
  }
}

const secondsSince = (started: number): number => Math.round((Date.now() - started) / 1000);

const lastLine = (text: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '');
