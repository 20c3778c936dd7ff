import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { interruptSignal } from '../../server/cli/interrupt.ts';
import { fromRoot } from '../../server/cli/places.ts';
import { printFault } from '../../server/cli/print.ts';
import { TestEngine } from './engine-stages.ts';
import { countsLine, isSuccess } from './stage.ts';
import { runStages } from './run-stages.ts';
import { stages } from './stages.ts';
import { endInstallationsBelow } from './tidy.ts';

const tidyWithinMs = 300_000;

const { values } = parseArgs({
  options: { fast: { type: 'boolean' }, 'keep-going': { type: 'boolean' } },
});

const logs = fromRoot('test-results/logs');
await rm(logs, { recursive: true, force: true });
await mkdir(logs, { recursive: true });
const scratch = await mkdtemp(join(tmpdir(), 'cks-lab-test-'));
const env = {
  CI: 'true',
  NO_COLOR: '1',
  CKSLAB_STATE_DIR: join(scratch, 'state'),
  // Every installation that a test makes then lies below this folder, and can be found to be removed.
  TMPDIR: join(scratch, 'tmp'),
};
await mkdir(env.TMPDIR);

const engine = new TestEngine();
const all = stages(engine);
const total = await runStages(values.fast ? all.filter(({ fast }) => fast) : all, {
  signal: interruptSignal(),
  keepGoing: values['keep-going'] ?? false,
  logs,
  env,
});
try {
  await endInstallationsBelow(scratch, AbortSignal.timeout(tidyWithinMs));
  await engine.stop();
  await rm(scratch, { recursive: true, force: true });
} catch (error) {
  printFault(error);
  process.exitCode = 1;
}
if (!isSuccess(total)) process.exitCode = 1;
process.stdout.write(`${countsLine(total)}\n`);
