import { expect, test } from 'vitest';
import { ProofWorkshop, workshopScenario } from '../../testing/proof-workshop.ts';
import { proveAll, type ProveAllRequest } from './prove-all.ts';

const three = ['cs01-a', 'cs02-b', 'cs03-c'].map((id) => workshopScenario(id));

function prove(shop: ProofWorkshop, more: Partial<ProveAllRequest> = {}) {
  const { labs, deps } = shop;
  const signal = new AbortController().signal;
  return proveAll({ scenarios: three, atOnce: 2, labs, deps, signal, ...more });
}

test('proofs and their trials come in the order of the scenarios, however they end', async () => {
  const shop = new ProofWorkshop();
  const proofs = await prove(shop);
  expect(proofs.map(({ scenario, ok, labs }) => ({ scenario, ok, labs }))).toEqual(
    ['cs01-a', 'cs02-b', 'cs03-c'].map((scenario) => ({ scenario, ok: true, labs: 2 })),
  );
  expect(proofs[2]?.trials.map(({ name }) => name)).toEqual([
    'untouched',
    'solution one',
    'wrong undone',
    'everything deleted',
    'reset',
    'wrong broken',
    'every check fails once',
  ]);
});

test.each([1, 2, 3])('never are there more than %i labs at once, and that many are used', async (atOnce) => {
  const shop = new ProofWorkshop();
  await prove(shop, { atOnce });
  expect(shop.most).toBe(atOnce);
  expect(shop.world.labs.size).toBe(0);
});

test('each trial and each proof is told as it ends', async () => {
  const told: string[] = [];
  await prove(new ProofWorkshop(), {
    scenarios: three.slice(0, 1),
    atOnce: 1,
    onTrial: (scenario, { name }) => told.push(`${scenario} ${name}`),
    onProof: ({ scenario }) => told.push(`${scenario} proved`),
  });
  expect(told.at(0)).toBe('cs01-a untouched');
  expect(told.at(-1)).toBe('cs01-a proved');
  expect(told).toHaveLength(8);
});

test('a lab that fails stops no other', async () => {
  const shop = new ProofWorkshop();
  const start: typeof shop.labs.start = (loaded, signal) =>
    loaded.scenario.id === 'cs02-b'
      ? Promise.reject(new Error('no engine'))
      : shop.labs.start(loaded, signal);
  const proofs = await prove(shop, { labs: { ...shop.labs, start } });
  expect(proofs.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(proofs[1]?.trials.flatMap(({ faults }) => faults)).toEqual(['no engine', 'no engine']);
});

test('a proof that is stopped rejects when every lab is removed, and begins nothing more', async () => {
  const shop = new ProofWorkshop();
  const stop = new AbortController();
  const scripts: string[] = [];
  shop.onScript = (name) => {
    scripts.push(name);
    if (name === 'break.sh') stop.abort(new Error('stopped'));
  };
  await expect(prove(shop, { signal: stop.signal })).rejects.toThrow('stopped');
  expect(shop.world.labs.size).toBe(0);
  const begun = scripts.length;
  await new Promise((resolve) => setImmediate(resolve));
  expect(scripts).toHaveLength(begun);
});

test('a wrong answer that a used lab cannot judge is tried again in a lab of its own, beside the others', async () => {
  const shop = new ProofWorkshop();
  const twice = ['undone', 'passes'].map((id) => ({
    id,
    say: 'x',
    after: { solution: 'one' },
    script: id === 'undone' ? 'undo.sh' : 'solve.sh',
    mustFail: ['plain'],
    maxPoints: 0,
  }));
  const [proof] = await prove(shop, { scenarios: [workshopScenario('cs01-a', { wrong: twice })] });
  expect(proof?.labs).toBe(3);
  expect(proof?.trials.find(({ name }) => name === 'wrong passes')?.faults).toEqual([
    'check plain passes',
    'it earns 4, at most 0 are allowed',
  ]);
});

test('when the time is used up, what has not begun is left out and told', async () => {
  const shop = new ProofWorkshop();
  const left: string[] = [];
  const proofs = await prove(shop, {
    scenarios: three.slice(0, 2),
    beginUntil: shop.deps.clock.now() - 1,
    onLeftOut: (id) => left.push(id),
  });
  expect({ proofs, left }).toEqual({ proofs: [], left: ['cs01-a', 'cs02-b'] });
});
