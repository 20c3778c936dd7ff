import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { stepOf } from '#adapters/engine/step-of.ts';
import { Fault } from '#domain/fault.ts';
import type { Run } from '#ports/run.ts';
import { interruptSignal } from './interrupt.ts';
import { PlatformClient } from './platform-client.ts';
import { print } from './print.ts';
import { removeLabs } from './remove-labs.ts';
import { runningServer, type ServerRecord } from './server-record.ts';
import { readSettings } from './settings.ts';
import { StepPrinter } from './step-printer.ts';
import { stopServer } from './stop-server.ts';

const labsWithinMs = 180_000;
const askEveryMs = 500;

export function addDown(program: Command): void {
  program
    .command('down')
    .description('stop the server; labs stay as they are unless --labs is given')
    .option('--labs', 'end every running lab first')
    .action(down);
}

async function down(options: { labs?: true }): Promise<void> {
  const { stateDir } = readSettings();
  const printer = new StepPrinter();
  const run = { signal: interruptSignal(), onStep: printer.onStep };
  try {
    const server = await runningServer(stateDir);
    if (server === undefined) print('No server is running.');
    else {
      if (options.labs) await endLabs(stateDir, server, run);
      await stepOf(run, { id: 'stop', title: 'Stop the server' }, () =>
        stopServer(stateDir, server, run.signal),
      );
    }
    // What a server that crashed left behind belongs to no record any more, only to our label.
    if (options.labs) await removeLabs(stateDir, run);
  } finally {
    printer.close();
  }
}

/** Through the server, so that attempts end as they do when a learner ends the lab. */
async function endLabs(stateDir: string, server: ServerRecord, run: Run): Promise<void> {
  const client = await PlatformClient.enter(stateDir, server);
  const labs = (await client.call('labs')).filter(({ state }) => state !== 'gone');
  if (labs.length === 0) return;
  await stepOf(
    run,
    { id: 'labs', title: `End ${labs.length} running ${labs.length === 1 ? 'lab' : 'labs'}` },
    async () => {
      await Promise.all(
        labs
          .filter(({ state }) => state !== 'stopping')
          .map(({ id }) => client.call('stopLab', { params: { lab: id } })),
      );
      await gone(client, run.signal);
    },
  );
}

async function gone(client: PlatformClient, signal: AbortSignal): Promise<void> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(labsWithinMs)]);
  while ((await client.call('labs')).some(({ state }) => state !== 'gone')) {
    signal.throwIfAborted();
    if (stop.aborted) throw tooSlow();
    await delay(askEveryMs);
  }
}

const tooSlow = (): Fault =>
  new Fault('deadline.passed', `The labs were not gone within ${labsWithinMs / 1000} s.`, {
    remedy: 'Run ./ckslab status to see which are left, then ./ckslab down --labs again.',
  });
