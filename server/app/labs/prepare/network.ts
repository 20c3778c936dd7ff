import { stepAction } from './action.ts';

export const network = stepAction(
  'network',
  'Make the network',
  async ({ hosts }, { lab, loaded, signal }) => {
    const sealed = loaded.scenario.environment.kind === 'host' ? true : 'routed';
    await hosts.createNetwork(lab.id, signal, { sealed });
  },
);
