import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '#domain/fault.ts';
import { removeRecord, runningServer, type ServerRecord } from './server-record.ts';

const stopWithinMs = 30_000;
const askEveryMs = 100;

/** Asks the server to end and waits until it has. */
export async function stopServer(stateDir: string, server: ServerRecord, signal: AbortSignal): Promise<void> {
  process.kill(server.pid, 'SIGTERM');
  const stop = AbortSignal.any([signal, AbortSignal.timeout(stopWithinMs)]);
  while ((await runningServer(stateDir))?.pid === server.pid) {
    signal.throwIfAborted();
    if (stop.aborted) throw hangs(server);
    await delay(askEveryMs);
  }
  await removeRecord(stateDir);
}

const hangs = (server: ServerRecord): Fault =>
  new Fault('deadline.passed', `The server did not end within ${stopWithinMs / 1000} s.`, {
    remedy: `Its log says what it waits for. To end it at once: kill -9 ${server.pid}`,
  });
