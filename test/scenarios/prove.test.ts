import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { junit, proofLine, trialLine } from '#app/proof/proof-report.ts';
import { LabSlots } from '#app/proof/lab-slots.ts';
import { proveScenario } from '#app/proof/prove-scenario.ts';
import type { ScenarioProof } from '#app/proof/prove-scenario.ts';
import { proofWorld } from '../support/proof-world.ts';

const results = join(import.meta.dirname, '../../test-results');
const world = await proofWorld();
const slots = new LabSlots(1);
const proofs: ScenarioProof[] = [];
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

afterAll(async () => {
  await world.close();
  await mkdir(results, { recursive: true });
  await writeFile(join(results, 'scenarios.json'), `${JSON.stringify(proofs, null, 2)}\n`);
  await writeFile(join(results, 'scenarios.xml'), junit(proofs));
});

test('every scenario can be read', () => {
  expect(world.library.faults()).toEqual([]);
});

for (const loaded of world.library.all()) {
  test(`${loaded.scenario.id} keeps what it promises`, async ({ signal }) => {
    const proof = await proveScenario({
      ...world,
      loaded,
      slots,
      signal,
      onTrial: (scenario, trial) => print(trialLine(scenario, trial)),
    });
    proofs.push(proof);
    print(proofLine(proof));
    const faults = proof.trials.flatMap(({ name, faults: all }) => all.map((fault) => `${name}: ${fault}`));
    expect(faults).toEqual([]);
  });
}
