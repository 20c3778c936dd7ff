import type { Scenario } from '#contract/scenario/scenario.ts';
import { machinesOf } from '../../lab/machines-of.ts';
import { leafChecks } from '../checks-of.ts';
import type { Law, LawFault } from './law.ts';

// These hold names that the author chose; a label called `on` is no machine.
const free = new Set(['labels', 'headers', 'args', 'vars', 'options', 'sysctl']);

function named(
  value: unknown,
  path: readonly (string | number)[],
): { name: string; path: LawFault['path'] }[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => named(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (free.has(key)) return [];
    const at = [...path, key];
    if ((key === 'on' || key === 'machine') && typeof inner === 'string') return [{ name: inner, path: at }];
    return named(inner, at);
  });
}

/** Every machine that is named exists in the environment, and no two machines share a name. */
export const machinesExist: Law = (scenario) => {
  const names = machinesOf(scenario.environment);
  const known = new Set(names);
  const unknown = named(scenario, []).flatMap(({ name, path }) =>
    known.has(name)
      ? []
      : [{ path, message: `the environment has no machine ${name}; it has ${names.join(', ')}` }],
  );
  if (known.size === names.length) return unknown;
  return [...unknown, { path: ['environment', 'hosts'], message: 'two machines have the same name' }];
};

/** No two files are put into the same place before a host boots: one of them would be lost. */
export const hostFilesHavePlacesOfTheirOwn: Law = ({ environment }) =>
  environment.hosts.flatMap(({ name, files }, i) =>
    files.flatMap(({ to }, j): LawFault[] =>
      files.findIndex((other) => other.to === to) === j
        ? []
        : [
            {
              path: ['environment', 'hosts', i, 'files', j, 'to'],
              message: `another file of ${name} goes to ${to}`,
            },
          ],
    ),
  );

/** Without a cluster nothing can be asked of one. */
export const clusterChecksHaveACluster: Law = (scenario) => {
  if (scenario.environment.kind === 'cluster') return [];
  const checks = leafChecks(scenario).flatMap(({ check, path }): LawFault[] =>
    asksCluster(check)
      ? [
          {
            path: [...path, 'type'],
            message: `check ${check.id} asks a cluster, and the environment has none`,
          },
        ]
      : [],
  );
  const applied = scenario.setup.flatMap((step, i) =>
    'apply' in step
      ? [{ path: ['setup', i, 'apply'], message: 'the environment has no cluster to apply to' }]
      : [],
  );
  return [...checks, ...applied];
};

function asksCluster(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => {
    if (key === 'type')
      return typeof inner === 'string' && (/^(k8s|etcd)\./.test(inner) || inner === 'runtime.is');
    // An answer may be secret as well, which is a yes or no.
    if (key === 'secret') return typeof inner === 'string';
    return ['pod', 'probe', 'service', 'api'].includes(key) || asksCluster(inner);
  });
}

/** Objects are asked for by name, lists without one. */
export const refsFitTheirCheck: Law = (scenario: Scenario) =>
  leafChecks(scenario).flatMap(({ check, path }): LawFault[] => {
    if (check.type === 'k8s.list' && check.ref.name !== undefined) {
      return [{ path: [...path, 'ref', 'name'], message: 'a list has no name; use k8s.object' }];
    }
    if ((check.type === 'k8s.object' || check.type === 'k8s.rollout') && check.ref.name === undefined) {
      return [{ path: [...path, 'ref'], message: 'name the object, or use k8s.list' }];
    }
    if (
      check.type === 'docker.inspect' &&
      ['container', 'image', 'network'].includes(check.what) &&
      !check.name
    ) {
      return [{ path, message: `name the ${check.what}` }];
    }
    return [];
  });
