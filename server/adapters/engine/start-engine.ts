import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '#domain/fault.ts';
import type { Run } from '#ports/run.ts';
import { type FoundEngine, findEngine } from './find-engine.ts';
import { removeStalePidFiles } from './stale-pid-files.ts';
import { stepOf } from './step-of.ts';

const upWithinMs = 60_000;
const askEveryMs = 200;

/**
 * The running engine, started if need be as a process of its own that outlives this one. Its output goes to `logFile`.
 * Never starts one where a service manager is in charge: there a fault names the command.
 */
export async function startEngine(logFile: string, run: Run): Promise<FoundEngine> {
  const running = await findEngine(process.env, run.signal);
  if (running) return running;
  if (existsSync('/run/systemd/system')) throw notRunning('sudo systemctl start docker');
  if (process.getuid?.() !== 0) throw notRunning('sudo dockerd &');
  return stepOf(run, { id: 'engine:start', title: 'Start the Docker engine' }, () =>
    start(logFile, run.signal),
  );
}

async function start(logFile: string, signal: AbortSignal): Promise<FoundEngine> {
  await mkdir(dirname(logFile), { recursive: true });
  await removeStalePidFiles();
  const log = openSync(logFile, 'a');
  // A session of its own: neither a closed terminal nor the end of this process stops it.
  const daemon = spawn('dockerd', ['--storage-driver', 'overlay2'], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exit = new AbortController();
  daemon.once('exit', (code) => exit.abort(new Error(`dockerd ended with ${code}`)));
  daemon.once('error', (error) => exit.abort(error));
  daemon.unref();
  const stop = AbortSignal.any([signal, exit.signal, AbortSignal.timeout(upWithinMs)]);
  while (!stop.aborted) {
    const found = await findEngine(process.env, signal);
    if (found) return found;
    await delay(askEveryMs);
  }
  signal.throwIfAborted();
  throw new Fault('engine.unreachable', 'The Docker engine was started but does not answer.', {
    remedy: `Read ${logFile}, correct what it says, then run this again.`,
    tail: (await readFile(logFile, 'utf8')).split('\n').slice(-20).join('\n'),
    cause: stop.reason,
  });
}

const notRunning = (start: string): Fault =>
  new Fault('engine.unreachable', 'The Docker engine of this machine is not running.', {
    remedy: `Start it (${start}), then run this again.`,
  });
