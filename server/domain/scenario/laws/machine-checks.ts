import type { LeafCheck } from '#contract/scenario/checks.ts';
import { leafChecks } from '../checks-of.ts';
import type { Law } from './law.ts';

/** A check of a machine asks for something, and for nothing of what must not be there. */
export const machineChecksAskSomething: Law = (scenario) =>
  leafChecks(scenario).flatMap(({ check, path }) => {
    const message = emptiness(check);
    return message === undefined ? [] : [{ path, message }];
  });

function emptiness(check: LeafCheck): string | undefined {
  if (check.type === 'node.unit' && (check.active ?? check.enabled) === undefined) {
    return 'say active or enabled';
  }
  if (check.type === 'node.package' && !check.installed && (check.version !== undefined || check.intact)) {
    return 'what must not be installed has neither a version nor files';
  }
  if (check.type === 'node.kernel' && (check.sysctl ?? check.moduleBlocked) === undefined) {
    return 'name a setting or a module';
  }
  if (check.type === 'proc.status' && Object.keys(check.expect).length === 0) {
    return 'say what the process must be held by';
  }
  if (check.type === 'node.file' && !check.exists && (check.sha256 !== undefined || check.recursive)) {
    return 'what must not exist has neither a sum nor anything below it';
  }
  if (check.type === 'image' && (check.expect ?? check.filesAbsent ?? check.secretScan) === undefined) {
    return 'say what holds of the image';
  }
  if (check.type === 'node.user' && !check.exists) {
    const { inGroups, notInGroups, login, sudo } = check;
    return (inGroups ?? notInGroups ?? login ?? sudo) === undefined
      ? undefined
      : 'a user who must not exist has neither groups nor rights';
  }
  return undefined;
}

/** Only hosts have a Docker engine; the nodes of a cluster do not. */
export const enginesAreAskedOnHosts: Law = (scenario) => {
  const hosts = scenario.environment.hosts.map(({ name }) => name);
  return leafChecks(scenario).flatMap(({ check, path }) =>
    (check.type === 'docker.inspect' || check.type === 'image') && !hosts.includes(check.on)
      ? [{ path: [...path, 'on'], message: `${check.on} is no host, so it has no Docker engine` }]
      : [],
  );
};
