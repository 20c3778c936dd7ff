import type { LeafCheck } from '#contract/scenario/checks.ts';
import type { Stimulus } from '#contract/scenario/parts.ts';
import { leafChecks } from '../checks-of.ts';
import type { Law } from './law.ts';

function stimuliOf(check: LeafCheck): readonly Stimulus[] {
  if (check.type === 'net.wire') return [check.during];
  return check.type === 'log.events' ? check.stimulate : [];
}

/** Grading leaves no trace: what it asks of the API for the sake of a log does not write. */
export const stimuliDoNotWrite: Law = (scenario) =>
  leafChecks(scenario).flatMap(({ check, path }) =>
    stimuliOf(check).flatMap((stimulus) => {
      if (!('api' in stimulus) || stimulus.api.method === 'GET') return [];
      return /[?&]dryRun=All(&|$)/.test(stimulus.api.path)
        ? []
        : [{ path, message: `${stimulus.say}: a request that writes is a dry run (dryRun=All)` }];
    }),
  );

/** Only what carries the marker was caused by the grader. */
export const eventsCarryTheMarker: Law = (scenario) =>
  leafChecks(scenario).flatMap(({ check, path }) => {
    if (check.type !== 'log.events') return [];
    if (check.max !== undefined && check.max < check.min) {
      return [{ path: [...path, 'max'], message: 'max is smaller than min' }];
    }
    const isBlind = check.stimulate.length > 0 && check.min > 0;
    return isBlind && !JSON.stringify(check.match).includes('marker')
      ? [{ path: [...path, 'match'], message: 'match the marker, so that only new events count' }]
      : [];
  });
