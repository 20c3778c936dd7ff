import type { Action } from './action.ts';

export const connect: Action = async ({ hosts }, { lab, onStep, signal }) => {
  await hosts.connect(lab.id, { onStep, signal });
};
