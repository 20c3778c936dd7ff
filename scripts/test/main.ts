import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { interruptSignal } from '../../server/cli/interrupt.ts';
import { fromRoot } from '../../server/cli/places.ts';
import { printFault } from '../../server/cli/print.ts';
import { TestEngine } from './engine-stages.ts';
import { type Counts, countsLine, isSuccess, none, sum } from './stage.ts';
import { runStages } from './run-stages.ts';
import { chosen, stages } from './stages.ts';
import { endInstallationsBelow } from './tidy.ts';

const tidyWithinMs = 300_000;

const { values } = parseArgs({
  options: {
    fast: { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
});

const broken: Counts = { ...none, failed: 1 };

/** Whatever happens, what tests started is removed and the last line has the counts. */
async function runAll(): Promise<Counts> {
  const engine = new TestEngine();
  const wanted = chosen(stages(engine), values);
  const scratch = await mkdtemp(join(tmpdir(), 'cks-lab-test-'));
  const counts = await runStages(wanted, {
    signal: interruptSignal(),
    keepGoing: values['keep-going'],
    logs: await emptyFolder(fromRoot('test-results/logs')),
    env: {
      CI: 'true',
      NO_COLOR: '1',
      CKSLAB_STATE_DIR: join(scratch, 'state'),
      // What tests make without an installation is known by it.
      CKSLAB_TEST_RUN: randomBytes(4).toString('hex'),
      // Every installation that a test makes then lies below this folder, and can be found to be removed.
      TMPDIR: await emptyFolder(join(scratch, 'tmp')),
    },
  }).catch(told);
  const tidied = await tidyUp(scratch, engine).catch(told);
  return sum(counts, tidied);
}

async function tidyUp(scratch: string, engine: TestEngine): Promise<Counts> {
  await endInstallationsBelow(scratch, AbortSignal.timeout(tidyWithinMs));
  await engine.stop();
  await rm(scratch, { recursive: true, force: true });
  return none;
}

async function emptyFolder(path: string): Promise<string> {
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  return path;
}

function told(error: unknown): Counts {
  printFault(error);
  return broken;
}

const total = await runAll().catch(told);
process.exitCode = isSuccess(total) ? 0 : 1;
process.stdout.write(`${countsLine(total)}\n`);
