import { type Action, stepAction } from './action.ts';

const learner = { uid: 1000, gid: 1000 };
const root = { uid: 0, gid: 0 };

const give = stepAction(
  'kubeconfig',
  'Give the workstation its kubeconfig',
  async (parts, { lab, signal }) => {
    const content = await parts.clusters.kubeconfig(lab.id, 'lab', signal);
    const files = [
      { path: '/home/learner/.kube/config', content, mode: '0600', ...learner },
      { path: '/root/.kube/config', content, mode: '0600', ...root },
    ];
    await parts.machines.put(lab.id, 'workstation', files, signal);
  },
);

export const kubeconfig: Action = async (parts, preparation) => {
  if (preparation.loaded.scenario.environment.kind === 'cluster') await give(parts, preparation);
};
