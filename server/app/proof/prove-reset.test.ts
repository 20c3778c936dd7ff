import { expect, test } from 'vitest';
import { ProofWorkshop, workshopScenario } from '../../testing/proof-workshop.ts';
import { LabSlots } from './lab-slots.ts';
import type { ProofLabs } from './proof-labs.ts';
import { proveScenario } from './prove-scenario.ts';

/** Proves a scenario whose labs reset in a way of their own, and gives the faults of its trials and the labs it took. */
async function prove(reset: (shop: ProofWorkshop) => ProofLabs['reset']) {
  const shop = new ProofWorkshop();
  const proof = await proveScenario({
    loaded: workshopScenario('cs01-a'),
    labs: { ...shop.labs, reset: reset(shop) },
    deps: shop.deps,
    slots: new LabSlots(1),
    signal: new AbortController().signal,
  });
  const faults = proof.trials.flatMap(({ name, faults: all }) => all.map((fault) => `${name}: ${fault}`));
  return { faults, labs: proof.labs, left: shop.world.labs.size };
}

test('after a reset nothing is earned and no machine is one from before; the lab is then used again', async () => {
  expect(
    await prove(
      ({ labs }) =>
        (...call) =>
          labs.reset(...call),
    ),
  ).toEqual({ faults: [], labs: 2, left: 0 });
});

test('a reset that does nothing is told, and what should follow it gets a fresh lab', async () => {
  const { faults, labs, left } = await prove(() => async () => undefined);
  expect(faults).toEqual([
    'reset: a reset keeps the machine workstation',
    'reset: a reset keeps the machine docker-host',
    expect.stringMatching(/^reset: guard alive does not hold before the start/),
  ]);
  expect({ labs, left }).toEqual({ labs: 3, left: 0 });
});

test('a reset that leaves the answer in place is told', async () => {
  const { faults } = await prove(({ labs, world }) => async (lab, ...rest) => {
    await labs.reset(lab, ...rest);
    const { files } = world.machine(lab.lab, 'workstation');
    files.set('/etc/plain', { content: Buffer.from('yes'), mode: '0644', uid: 0, gid: 0 });
  });
  expect(faults[0]).toBe('reset: task first earns 4 untouched');
});

test('a reset that fails is told, and its lab is removed', async () => {
  const { faults, left } = await prove(() => () => Promise.reject(new Error('the engine is gone')));
  expect({ faults, left }).toEqual({ faults: ['reset: the engine is gone'], left: 0 });
});
