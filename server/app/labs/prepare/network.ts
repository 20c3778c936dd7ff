import { stepAction } from './action.ts';

export const network = stepAction(
  'network',
  'Make the network',
  async ({ hosts }, { lab, loaded, signal }) => {
    // The API server of a cluster is reached through a published port, which a sealed network does not have.
    const sealed = loaded.scenario.environment.kind === 'host';
    await hosts.createNetwork(lab.id, signal, { sealed });
  },
);
