import type { Action } from './action.ts';

export const workstation: Action = async ({ hosts, imageRef }, { lab, onStep, signal }) => {
  await hosts.createWorkstation(lab.id, await imageRef('workstation'), { onStep, signal });
};
