import type { Action } from './action.ts';

export const workstation: Action = async ({ history, hosts, imageRef }, { lab, onStep, signal }) => {
  await hosts.createWorkstation(lab.id, await imageRef('workstation'), { onStep, signal });
  await history?.give(lab.id, signal);
};
