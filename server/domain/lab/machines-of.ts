import type { Environment } from '#contract/scenario/scenario.ts';

/** The names of the cluster's nodes: the control plane first, then the workers. */
export function nodesOf(environment: Environment): string[] {
  if (environment.kind === 'host') return [];
  const workers = Array.from({ length: environment.nodes - 1 }, (_, at) =>
    at === 0 ? 'worker' : `worker${at + 1}`,
  );
  return ['cp', ...workers];
}

/** Every machine that a lab of this environment has once it is ready; the grader's observers stand beside them. */
export function machinesOf(environment: Environment): string[] {
  return ['workstation', ...nodesOf(environment), ...environment.hosts.map((host) => host.name)];
}
