import { join } from 'node:path';
import { afterAll, expect, type TestContext, test } from 'vitest';
import { proveSettings } from '../../scripts/test/prove-settings.ts';
import { writeProofFiles } from '../../server/cli/proof-files.ts';
import { guideScenarios } from '../support/guide-scenarios.ts';
import { ProofRun, proofChoice } from '../support/proof-run.ts';
import { proofWorld } from '../support/proof-world.ts';

const results = join(import.meta.dirname, '../../test-results');
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const settings = proveSettings(process.env);
const world = await proofWorld();
const choice = await proofChoice(world.library, settings, print);
const { leftOut } = choice;
const guide = await guideScenarios();
const chosen = [...choice.chosen, ...guide.scenarios];
const run = new ProofRun({ chosen, world, settings, print });

afterAll(async () => {
  await run.close();
  await guide.remove();
  const files = {
    junit: join(results, 'scenarios.xml'),
    json: join(results, 'scenarios-proofs.json'),
    report: join(results, 'scenarios'),
  };
  await writeProofFiles(files, run.proofs, [...leftOut, ...run.leftOut]);
});

test('every scenario can be read', () => {
  expect(world.library.faults()).toEqual([]);
});

for (const { scenario } of chosen) {
  test(`${scenario.id} keeps what it promises`, async (context) => {
    const proof = await run.of(scenario.id, context.signal);
    if (proof === undefined) return leave(context, scenario.id, run.noTime);
    const faults = proof.trials.flatMap(({ name, faults: all }) => all.map((fault) => `${name}: ${fault}`));
    expect(faults).toEqual([]);
  });
}

for (const { scenario, why } of leftOut) {
  test(`${scenario} keeps what it promises`, (context) => leave(context, scenario, why));
}

/** The reason goes into the report as well, so that whoever counts can tell it. */
function leave({ task, skip }: TestContext, what: string, why: string): void {
  Object.assign(task.meta, { what, why });
  skip(why);
}
