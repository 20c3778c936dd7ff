import { findEngine } from '#adapters/engine/find-engine.ts';
import { installEngine } from '#adapters/engine/install-engine.ts';
import { startEngine } from '#adapters/engine/start-engine.ts';
import type { Step } from '#contract/progress.ts';

/** Run inside a bare Debian: brings it an engine, twice, and prints what happened as one line of JSON. */
const ends: string[] = [];
const run = {
  signal: AbortSignal.timeout(240_000),
  onStep: (step: Step): void => {
    if (step.phase === 'end') ends.push(`${step.id} ${step.ok}`);
  },
};
const before = await findEngine({}, run.signal);
for (const _ of ['first', 'again']) {
  await installEngine('/tmp/state', run);
  await startEngine('/tmp/state/dockerd.log', run);
}
process.stdout.write(
  `${JSON.stringify({ before: before ?? null, ends, after: await findEngine({}, run.signal) })}\n`,
);
