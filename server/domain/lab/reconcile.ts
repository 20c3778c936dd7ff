import type { LabId } from '#contract/ids.ts';
import type { LabState } from '#contract/lab.ts';
import { type FreeRoom, type Held, holding, type Shortage, shortage } from './room.ts';
import type { LabNeeds } from './labs-at-once.ts';

/** A lab as the records know it, with what follows from its scenario. */
export interface KnownLab {
  readonly id: LabId;
  readonly state: LabState;
  readonly wanted: 'ready' | 'paused' | 'gone';
  /** Machines that the lab must have while it is ready. */
  readonly machines: readonly string[];
  /** Images that it needs and that are not built yet. */
  readonly waitsFor: readonly string[];
  readonly needs: LabNeeds;
  /** It was made ahead and nobody has taken it: every other lab comes before it. */
  readonly spare?: boolean;
}

/** A lab as the engine knows it. */
export interface FoundLab {
  readonly lab: LabId;
  readonly machines: readonly { readonly name: string; readonly role: string; readonly running: boolean }[];
  /** Those that do not run since an engine ended that has begun anew, and since when: nobody in the lab has stopped them. */
  readonly ended?: { readonly names: readonly string[]; readonly at: number } | undefined;
}

export type Decision =
  /** Make its machines, from nothing. */
  | { readonly kind: 'prepare'; readonly lab: LabId }
  /** Stop its machines, which run although it is to be paused. */
  | { readonly kind: 'pause'; readonly lab: LabId }
  /** Start its machines again and bring back what ran on them. */
  | { readonly kind: 'resume'; readonly lab: LabId }
  /** Put it back to a snapshot of its own. It has its place and its machines. */
  | { readonly kind: 'restore'; readonly lab: LabId }
  /** A crash ended the work on it: ask for it anew. */
  | { readonly kind: 'again'; readonly lab: LabId }
  | { readonly kind: 'wait'; readonly lab: LabId; readonly images: readonly string[] }
  /** It has to wait for its turn. `place` counts from 1, over all labs that wait for room. */
  | {
      readonly kind: 'queue';
      readonly lab: LabId;
      readonly place: number;
      readonly of: number;
      readonly why: Shortage | 'starts';
    }
  /** It says ready, but its machines ended with the engine: their disks are whole, and it can be resumed. */
  | { readonly kind: 'halted'; readonly lab: LabId; readonly since: number }
  /** It says ready or paused, but these machines are missing, or do not run though they should. */
  | { readonly kind: 'lost'; readonly lab: LabId; readonly machines: readonly string[] }
  /** Remove its machines and let it go. */
  | { readonly kind: 'destroy'; readonly lab: LabId }
  /** Machines of ours that belong to no lab. */
  | { readonly kind: 'sweep'; readonly lab: LabId };

/** How much may be begun. */
export interface Admission {
  /** How many more labs may be prepared at once. */
  readonly slots: number;
  /** How many labs may have machines at once. */
  readonly places: number;
  readonly room: FreeRoom;
}

/**
 * What has to be done so that the machines become what the records want. `busy` labs are being worked on and are left alone.
 * Labs come in the order that is given, and none overtakes another that waits for room: otherwise a large one would wait for ever.
 */
export function decide(
  known: readonly KnownLab[],
  found: readonly FoundLab[],
  busy: ReadonlySet<LabId>,
  admission: Admission,
): Decision[] {
  const engine = new Map(found.map((lab) => [lab.lab, lab]));
  const holds = (lab: KnownLab): boolean => {
    const machines = engine.get(lab.id)?.machines ?? [];
    if (busy.has(lab.id)) return true;
    // Machines that are stopped take disk, which is measured, and no memory.
    return machines.length > 0 ? machines.some(({ running }) => running) : withMachines.has(lab.state);
  };
  const queue = new Queue(known, holds, admission);
  const decisions: Decision[] = [];
  for (const lab of known) {
    if (busy.has(lab.id)) continue;
    const decision = decideOne(lab, engine.get(lab.id), queue);
    if (decision !== undefined) decisions.push(decision);
  }
  const kept = new Set(known.map((lab) => lab.id));
  const strays = found.filter(({ lab }) => !kept.has(lab) && !busy.has(lab));
  return [...decisions, ...queue.waiting(), ...strays.map(({ lab }): Decision => ({ kind: 'sweep', lab }))];
}

/** Lets labs in, one after another, as long as there is room. */
class Queue {
  private readonly admission: Admission;
  private readonly holds: (lab: KnownLab) => boolean;
  private free: number;
  private held: Held;
  private readonly spares: number;
  private readonly waits: { readonly lab: LabId; readonly why: Shortage | 'starts' }[] = [];

  constructor(known: readonly KnownLab[], holds: (lab: KnownLab) => boolean, admission: Admission) {
    this.admission = admission;
    this.holds = holds;
    this.free = admission.slots;
    this.held = heldBy(known.filter(holds));
    // A spare goes as soon as its room is wanted: its place is none that a learner waits for.
    this.spares = known.filter((lab) => lab.spare === true && holds(lab)).length;
  }

  /** A lab that has a place already, because it is made anew or a crash left it half made, only waits for its turn. */
  enter(lab: KnownLab): Decision | undefined {
    const isNew = !this.holds(lab);
    const ahead = this.waits[0]?.why;
    const short = isNew ? this.shortage(lab) : undefined;
    const why = (isNew ? ahead : undefined) ?? short ?? (this.free > 0 ? undefined : 'starts');
    if (why !== undefined) {
      // Nobody waits for a spare.
      if (lab.spare !== true) this.waits.push({ lab: lab.id, why });
      return undefined;
    }
    this.free -= 1;
    if (isNew) this.held = holding(this.held, lab.needs);
    return { kind: lab.state === 'resuming' ? 'resume' : 'prepare', lab: lab.id };
  }

  private shortage({ needs, spare }: KnownLab): Shortage | undefined {
    const { room, places } = this.admission;
    return shortage(needs, this.held, room, spare === true ? places : places + this.spares);
  }

  waiting(): Decision[] {
    const of = this.waits.length;
    return this.waits.map(({ lab, why }, at) => ({ kind: 'queue', lab, place: at + 1, of, why }));
  }
}

const making: ReadonlySet<LabState> = new Set<LabState>(['preparing', 'resetting', 'resuming']);

/** A failed lab has been cleared away, or has at least lost a machine; retrying it takes its place again. */
export const withMachines: ReadonlySet<LabState> = new Set<LabState>([
  'preparing',
  'ready',
  'resetting',
  'pausing',
  'restoring',
  'stopping',
]);

/** What labs that have machines hold together. */
export function heldBy(holders: readonly Pick<KnownLab, 'state' | 'needs'>[]): Held {
  return {
    labs: holders.length,
    inotify: holders.reduce((sum, lab) => sum + lab.needs.inotify, 0),
    startingMiB: holders
      .filter((lab) => making.has(lab.state))
      .reduce((sum, lab) => sum + lab.needs.memoryMiB, 0),
  };
}

function decideOne(lab: KnownLab, found: FoundLab | undefined, queue: Queue): Decision | undefined {
  if (lab.wanted === 'gone') return { kind: 'destroy', lab: lab.id };
  switch (lab.state) {
    case 'preparing':
      return { kind: 'again', lab: lab.id };
    case 'requested':
    case 'resetting':
      if (lab.waitsFor.length > 0) return { kind: 'wait', lab: lab.id, images: lab.waitsFor };
      return queue.enter(lab);
    case 'restoring':
      return { kind: 'restore', lab: lab.id };
    case 'ready':
      return decideReady(lab, found);
    case 'pausing':
      return { kind: 'pause', lab: lab.id };
    case 'paused': {
      const machines = absent(lab, found);
      if (machines.length > 0) return { kind: 'lost', lab: lab.id, machines };
      // Somebody, or an engine that was started again, has started them.
      return found?.machines.some(({ running }) => running) ? { kind: 'pause', lab: lab.id } : undefined;
    }
    case 'resuming':
      return queue.enter(lab);
    case 'stopping':
      return { kind: 'destroy', lab: lab.id };
    case 'failed':
    case 'gone':
      return undefined;
  }
}

function decideReady(lab: KnownLab, found: FoundLab | undefined): Decision | undefined {
  const machines = missing(lab, found);
  if (machines.length === 0) return undefined;
  const ended = found?.ended;
  const isHalted = ended !== undefined && machines.every((name) => ended.names.includes(name));
  if (!isHalted) return { kind: 'lost', lab: lab.id, machines };
  // Nobody's work is in a spare: it is made anew when it is wanted.
  return lab.spare === true
    ? { kind: 'destroy', lab: lab.id }
    : { kind: 'halted', lab: lab.id, since: ended.at };
}

function missing(lab: KnownLab, found: FoundLab | undefined): string[] {
  // A lost observer costs a verdict, not the learner's work: it is no reason to give up the lab.
  const seen = (found?.machines ?? []).filter((machine) => machine.role !== 'observer');
  const stopped = seen.filter((machine) => !machine.running).map((machine) => machine.name);
  return [...new Set([...absent(lab, found), ...stopped])];
}

const absent = (lab: KnownLab, found: FoundLab | undefined): string[] =>
  lab.machines.filter((name) => !found?.machines.some((machine) => machine.name === name));
