import type { LabId } from '#contract/ids.ts';
import type { CheckOf, CheckType } from '#contract/scenario/checks.ts';
import type { Judged } from '#domain/grading/expectations.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import type { Clock } from '#ports/clock.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import type { Ids } from '#ports/ids.ts';
import type { Observer } from '#ports/observer.ts';
import type { OwnMachines } from './own-programs.ts';
import type { Places } from './places.ts';

/** What a check may ask, all of it outside of the learner's reach. */
export interface Scene {
  readonly lab: LabId;
  readonly vars: Vars;
  readonly observer: Observer;
  readonly clusterApi: ClusterApi;
  readonly machines: OwnMachines;
  readonly places: Places;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'run'>;
  /** Reads a file of the scenario's folder. @throws Fault `scenario.invalid` when there is none. */
  readonly file: (path: string) => Promise<string>;
  readonly signal: AbortSignal;
}

/**
 * What came of looking once. `missing`: the thing to look at is not there, which is a finding. `unknown`: it could not be
 * told whether it is. `probe` says what was asked of what, in words that a learner can repeat by hand.
 */
export type Sight<S> =
  | { readonly kind: 'seen'; readonly seen: S; readonly probe: string }
  | { readonly kind: 'missing'; readonly found: string; readonly probe: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly probe: string };

/** One type of check: what it asks for, how it looks, and how it judges what it saw. */
export interface CheckModule<T extends CheckType, S> {
  readonly type: T;
  /** What must hold, in words. Never holds an answer. */
  expected(check: CheckOf<T>): string;
  /** Looks once. May throw a Fault, which counts as unknown. */
  observe(check: CheckOf<T>, scene: Scene): Promise<Sight<S>>;
  judge(check: CheckOf<T>, seen: S, vars: Vars): Judged;
  /** After this time a single look is given up, in milliseconds. */
  deadlineMs(check: CheckOf<T>): number;
}

/** A random word that nobody knows before: what carries it was caused by this look. */
export function freshMarker({ ids }: Pick<Scene, 'ids'>): string {
  return ids.run().replace(/^run-/, 'probe');
}

export const seen = <S>(value: S, probe: string): Sight<S> => ({ kind: 'seen', seen: value, probe });
export const missing = (found: string, probe: string): Sight<never> => ({ kind: 'missing', found, probe });
export const unknown = (reason: string, probe: string): Sight<never> => ({ kind: 'unknown', reason, probe });
