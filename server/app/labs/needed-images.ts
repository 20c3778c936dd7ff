import type { Environment } from '#contract/scenario/scenario.ts';
import type { ImageName } from '#ports/image-builder.ts';

/** The images that the machines of a lab are made of. */
export function neededImages(environment: Environment): ImageName[] {
  const hosts: ImageName[] = environment.hosts.length > 0 ? ['host'] : [];
  const nodes: ImageName[] = environment.kind === 'cluster' ? ['node', 'baked-node'] : [];
  return ['workstation', 'observer', ...hosts, ...nodes];
}
