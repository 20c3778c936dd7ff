import { expect } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import type { LabWorld } from './lab-world.ts';

/** A lab that was started and is ready. The world's reconciler runs. */
export async function readyLab(world: LabWorld, name = 'cluster'): Promise<LabId> {
  const { id } = await world.start(name);
  await world.settle();
  expect(world.state(id)).toBe('ready');
  return id;
}

/** One that was ready and rests. */
export async function pausedLab(world: LabWorld, name = 'cluster'): Promise<LabId> {
  const id = await readyLab(world, name);
  world.pause(id);
  await world.settle();
  expect(world.state(id)).toBe('paused');
  return id;
}

/** The machines of a lab that run. */
export const running = (world: LabWorld, id: LabId): string[] =>
  [...(world.engine.world.labs.get(id)?.machines.values() ?? [])]
    .filter((machine) => machine.running)
    .map(({ name }) => name);
