import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '#domain/fault.ts';
import type { Config } from '../config.ts';
import { nodeFlags } from './node-flags.ts';
import { fromRoot } from './places.ts';
import { isHealthy, logFileIn, runningServer, type ServerRecord } from './server-record.ts';

const startWithinMs = 60_000;
const askEveryMs = 150;
const tailLines = 15;

/** Starts the server as a process of its own that outlives this one, and resolves when it answers. */
export async function startServer(config: Config, signal: AbortSignal): Promise<ServerRecord> {
  await requireFreePort(config.host, config.port);
  const server = await spawnServer(config);
  const exit = new AbortController();
  server.once('exit', (code) => exit.abort(new Error(`the server ended with ${code}`)));
  server.once('error', (error) => exit.abort(error));
  const stop = AbortSignal.any([signal, exit.signal, AbortSignal.timeout(startWithinMs)]);
  while (!stop.aborted) {
    const record = await runningServer(config.stateDir);
    if (record !== undefined && record.pid === server.pid && (await isHealthy(record))) return record;
    await delay(askEveryMs);
  }
  server.kill();
  signal.throwIfAborted();
  throw await notStarted(config, stop.reason);
}

async function spawnServer(config: Config): Promise<ChildProcess> {
  const file = logFileIn(config.stateDir);
  await mkdir(config.stateDir, { recursive: true, mode: 0o700 });
  if (existsSync(file)) await rename(file, `${file}.1`);
  const log = await open(file, 'a', 0o600);
  const args = [...nodeFlags, fromRoot('server/cli/main.ts'), 'serve'];
  const server = spawn(process.execPath, [...args, '--port', String(config.port), '--host', config.host], {
    cwd: fromRoot(),
    // A session of its own: neither a closed terminal nor the end of this process stops it.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  server.unref();
  return server;
}

function requireFreePort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause) => {
      reject(
        new Fault('config.invalid', `Port ${port} is taken by another program.`, {
          remedy: `Choose another one, for example: ./ckslab up --port ${port + 1}`,
          cause,
        }),
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

async function notStarted(config: Config, cause: unknown): Promise<Fault> {
  const log = logFileIn(config.stateDir);
  const text = await readFile(log, 'utf8').catch(() => '');
  const tail = text.trimEnd().split('\n').slice(-tailLines).join('\n');
  return new Fault('internal', 'The server was started but does not answer.', {
    remedy: `The whole log is in ${log}. ./ckslab doctor names what this machine lacks.`,
    tail,
    cause,
  });
}
