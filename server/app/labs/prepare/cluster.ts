import type { Action } from './action.ts';

export const cluster: Action = async ({ clusters, imageRef }, { lab, loaded, ...run }) => {
  const { environment } = loaded.scenario;
  if (environment.kind !== 'cluster') return;
  await clusters.create(lab.id, { nodes: environment.nodes, image: await imageRef('node') }, run);
};
