import type { Action } from './action.ts';

export const cluster: Action = async ({ clusters, imageRef, nodeImage }, { lab, loaded, ...run }) => {
  const { environment } = loaded.scenario;
  if (environment.kind !== 'cluster') return;
  const image = await imageRef(await nodeImage(run.signal));
  await clusters.create(lab.id, { nodes: environment.nodes, image, door: await imageRef('observer') }, run);
};
