import type { Environment, Scenario } from '#contract/scenario/scenario.ts';
import { inotifyOf, type LabNeeds } from '#domain/lab/labs-at-once.ts';
import type { ImageName } from '#ports/image-builder.ts';

/** The images that the machines of a lab are made of. */
export function neededImages(environment: Environment): ImageName[] {
  const hosts: ImageName[] = environment.hosts.length > 0 ? ['host'] : [];
  const nodes: ImageName[] = environment.kind === 'cluster' ? ['node', 'baked-node'] : [];
  return ['workstation', 'observer', ...hosts, ...nodes];
}

/** What a lab of this scenario takes; nothing is known of one that is no longer there. */
export function needsOf(scenario: Scenario | undefined): LabNeeds {
  return {
    memoryMiB: scenario?.requirements.memoryMiB ?? 0,
    inotify: scenario === undefined ? 0 : inotifyOf(scenario.environment),
  };
}
