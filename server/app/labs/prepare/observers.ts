import { machinesOf } from '#domain/lab/machines-of.ts';
import type { Action } from './action.ts';

export const observers: Action = async ({ hosts, imageRef }, { lab, loaded, onStep, signal }) => {
  const names = machinesOf(loaded.scenario.environment);
  await hosts.createObservers(lab.id, names, await imageRef('observer'), { onStep, signal });
};
