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
  return undefined;
}
