import type { Action } from './action.ts';
import { prompts } from './prompts.ts';

export const connect: Action = async (parts, preparation) => {
  const { lab, onStep, signal } = preparation;
  await Promise.all([parts.hosts.connect(lab.id, { onStep, signal }), prompts(parts, preparation)]);
};
