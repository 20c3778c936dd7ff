import type { LeafCheck } from '#contract/scenario/checks.ts';
import type { From, Stimulus } from '#contract/scenario/parts.ts';

export type Probe = Extract<From, { probe: unknown }>['probe'];

/** The Pods of the grader that a look at the check may ask for. */
export function foreseenProbes(check: LeafCheck): Probe[] {
  const places = [
    'from' in check ? check.from : undefined,
    'control' in check ? check.control : undefined,
    ...stimuliOf(check).map((stimulus) => ('http' in stimulus ? stimulus.http.from : undefined)),
  ];
  return places.flatMap((from) => (from !== undefined && 'probe' in from ? [from.probe] : []));
}

function stimuliOf(check: LeafCheck): Stimulus[] {
  return [...('during' in check ? [check.during] : []), ...('stimulate' in check ? check.stimulate : [])];
}
