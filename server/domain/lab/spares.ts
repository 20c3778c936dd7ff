import type { LabId } from '#contract/ids.ts';
import type { LabState } from '#contract/lab.ts';
import { type FreeRoom, type Held, holding, shortage } from './room.ts';
import type { LabNeeds } from './labs-at-once.ts';

/** A lab that was made ahead and that nobody has taken. */
export interface Spare {
  readonly id: LabId;
  readonly scenario: string;
  readonly state: LabState;
  readonly needs: LabNeeds;
  /** Would it be made of the same files and images today? */
  readonly current: boolean;
}

/** A scenario that somebody will probably start, and whose lab can be made now. */
export interface Wish {
  readonly scenario: string;
  readonly needs: LabNeeds;
  /** Its page is open at this moment. */
  readonly looked: boolean;
}

/** All that says how many labs are kept ready, and of what. */
export interface PoolView {
  /** How many labs may be kept ready; 0: none. */
  readonly size: number;
  /** Also those that are just being removed: they hold their room still. */
  readonly spares: readonly Spare[];
  /** The most likely one first. */
  readonly wishes: readonly Wish[];
  /** Labs of learners that have been asked for and are not begun. */
  readonly asked: readonly LabNeeds[];
  /** A lab of a learner is being made, or graded. */
  readonly busy: boolean;
  /** The machine has processor time to give away. */
  readonly quiet: boolean;
  /** By all labs, spares included; the memory that is declared only by labs of learners, since one spare at a time is made. */
  readonly held: Held;
  readonly room: FreeRoom;
  /** How many labs may have machines at once. */
  readonly places: number;
}

export type DropReason = 'off' | 'failed' | 'changed' | 'unwanted' | 'room' | 'busy' | 'better';

export type SpareDecision =
  | { readonly kind: 'drop'; readonly lab: LabId; readonly why: DropReason }
  | { readonly kind: 'fill'; readonly scenario: string };

/**
 * Which labs are made ahead and which of them go. A spare stays only while it would come out the same, somebody will probably want
 * it, and one further lab of its size has room; one is begun only on a quiet machine, where two of its size have room. Whatever a
 * learner has asked for comes first. Nothing is begun in the same look in which something goes.
 */
export function decideSpares(view: PoolView): SpareDecision[] {
  const there = view.spares.filter(({ state }) => state !== 'stopping' && state !== 'gone');
  const drops = there.flatMap((spare): SpareDecision[] => {
    const why = reasonToDrop(spare, view);
    return why === undefined ? [] : [{ kind: 'drop', lab: spare.id, why }];
  });
  if (drops.length > 0) return drops;
  const rank = ({ scenario }: Spare): number => view.wishes.findIndex((wish) => wish.scenario === scenario);
  const ranked = there.toSorted((a, b) => rank(a) - rank(b));
  const over = ranked.slice(view.size);
  if (over.length > 0) return over.map(({ id }) => ({ kind: 'drop', lab: id, why: 'off' }));
  const next = nextToMake(view);
  if (next === undefined) return [];
  if (view.spares.length < view.size) return [{ kind: 'fill', scenario: next.scenario }];
  const last = ranked.at(-1);
  const isBetter = last !== undefined && next.looked && view.wishes[rank(last)]?.looked !== true;
  return isBetter ? [{ kind: 'drop', lab: last.id, why: 'better' }] : [];
}

function reasonToDrop(spare: Spare, view: PoolView): DropReason | undefined {
  if (view.size === 0) return 'off';
  if (spare.state === 'failed') return 'failed';
  if (!spare.current) return 'changed';
  if (!view.wishes.some(({ scenario }) => scenario === spare.scenario)) return 'unwanted';
  // A lab that is being made takes the processor from the learner's; one that is ready takes next to nothing.
  if (view.busy && spare.state !== 'ready') return 'busy';
  const others = [spare.needs, ...view.asked];
  const isShort = others.some((needs) => lacks(needs, view.held, view));
  return isShort ? 'room' : undefined;
}

function nextToMake(view: PoolView): Wish | undefined {
  if (!view.quiet || view.busy || view.asked.length > 0) return undefined;
  if (view.spares.some(({ state }) => state !== 'ready')) return undefined;
  const made = new Set(view.spares.map(({ scenario }) => scenario));
  // A less likely one is not made in place of one that is too large: it would take the room that this one waits for.
  const next = view.wishes.find(({ scenario }) => !made.has(scenario));
  return next && !lacks(next.needs, holding(view.held, next.needs), view) ? next : undefined;
}

const lacks = (needs: LabNeeds, held: Held, { room, places }: PoolView): boolean =>
  shortage(needs, held, room, places) !== undefined;
