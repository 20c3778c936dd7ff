import { afterEach, beforeEach, expect, test } from 'vitest';
import { DoctorView } from '#contract/doctor.ts';
import { Fault } from '#domain/fault.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { MemoryMachineFacts } from '#adapters/memory/machine-facts.ts';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { ServerWorld } from '../../testing/server-world.ts';
import { examine } from './doctor.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await new ServerWorld().open();
});
afterEach(() => world.close());

test('the page gets what the doctor finds, with the scenarios that cannot run here', async () => {
  expect((await world.ask('/api/doctor')).status).toBe(401);
  await world.enter();
  const { findings } = DoctorView.parse(await (await world.ask('/api/doctor')).json());
  expect(findings.find(({ fact }) => fact.includes('KVM'))).toMatchObject({
    mark: 'warn',
    fact: expect.stringContaining('(blocked)'),
  });
  expect(findings.some(({ fact }) => fact === 'Docker engine 28.0 answers')).toBe(true);
  expect(findings.some(({ fact }) => fact === 'CKS Lab 1, Node 24.0.0')).toBe(true);
});

test('an engine that does not answer is the first finding, and nothing is said of images', async () => {
  const silent = new Fault('engine.unreachable', 'It does not answer.', { remedy: 'Start it.' });
  const { findings } = await examine({
    engine: { version: () => Promise.reject(silent), describe: () => Promise.reject(silent) },
    facts: new MemoryMachineFacts(),
    library: new MemoryScenarioLibrary([]),
    clock: systemClock,
    versions: ['1'],
    images: () => expect.unreachable(),
  });
  expect(findings[0]).toEqual({
    group: 'engine',
    mark: 'bad',
    fact: 'It does not answer.',
    remedy: 'Start it.',
  });
});
