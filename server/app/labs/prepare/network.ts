import { stepAction } from './action.ts';

export const network = stepAction('network', 'Make the network', async ({ hosts }, { lab, signal }) => {
  await hosts.createNetwork(lab.id, signal);
});
