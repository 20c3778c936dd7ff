import type { LabId } from '#contract/ids.ts';
import type { LabState } from '#contract/lab.ts';

/** A lab as the records know it, with what follows from its scenario. */
export interface KnownLab {
  readonly id: LabId;
  readonly state: LabState;
  readonly wanted: 'ready' | 'gone';
  /** Machines that the lab must have while it is ready. */
  readonly machines: readonly string[];
  /** Images that it needs and that are not built yet. */
  readonly waitsFor: readonly string[];
}

/** A lab as the engine knows it. */
export interface FoundLab {
  readonly lab: LabId;
  readonly machines: readonly { readonly name: string; readonly role: string; readonly running: boolean }[];
}

export type Decision =
  /** Make its machines, from nothing. */
  | { readonly kind: 'prepare'; readonly lab: LabId }
  /** A crash ended the work on it: ask for it anew. */
  | { readonly kind: 'again'; readonly lab: LabId }
  | { readonly kind: 'wait'; readonly lab: LabId; readonly images: readonly string[] }
  /** It says ready, but these machines are missing or do not run. */
  | { readonly kind: 'lost'; readonly lab: LabId; readonly machines: readonly string[] }
  /** Remove its machines and let it go. */
  | { readonly kind: 'destroy'; readonly lab: LabId }
  /** Machines of ours that belong to no lab. */
  | { readonly kind: 'sweep'; readonly lab: LabId };

/**
 * What has to be done so that the machines become what the records want. `busy` labs are being worked on and are left alone;
 * `slots` is how many more may be prepared at once. Older labs come first.
 */
export function decide(
  known: readonly KnownLab[],
  found: readonly FoundLab[],
  busy: ReadonlySet<LabId>,
  slots: number,
): Decision[] {
  const engine = new Map(found.map((lab) => [lab.lab, lab]));
  let free = slots;
  const decisions: Decision[] = [];
  for (const lab of known) {
    if (busy.has(lab.id)) continue;
    const decision = decideOne(lab, engine.get(lab.id), free);
    if (decision?.kind === 'prepare') free -= 1;
    if (decision !== undefined) decisions.push(decision);
  }
  const kept = new Set(known.map((lab) => lab.id));
  const strays = found.filter(({ lab }) => !kept.has(lab) && !busy.has(lab));
  return [...decisions, ...strays.map(({ lab }): Decision => ({ kind: 'sweep', lab }))];
}

function decideOne(lab: KnownLab, found: FoundLab | undefined, free: number): Decision | undefined {
  if (lab.wanted === 'gone') return { kind: 'destroy', lab: lab.id };
  switch (lab.state) {
    case 'preparing':
      return { kind: 'again', lab: lab.id };
    case 'requested':
    case 'resetting':
      if (lab.waitsFor.length > 0) return { kind: 'wait', lab: lab.id, images: lab.waitsFor };
      return free > 0 ? { kind: 'prepare', lab: lab.id } : undefined;
    case 'ready': {
      const machines = missing(lab, found);
      return machines.length > 0 ? { kind: 'lost', lab: lab.id, machines } : undefined;
    }
    case 'stopping':
      return { kind: 'destroy', lab: lab.id };
    case 'failed':
    case 'gone':
      return undefined;
  }
}

function missing(lab: KnownLab, found: FoundLab | undefined): string[] {
  // A lost observer costs a verdict, not the learner's work: it is no reason to give up the lab.
  const seen = (found?.machines ?? []).filter((machine) => machine.role !== 'observer');
  const stopped = seen.filter((machine) => !machine.running).map((machine) => machine.name);
  const absent = lab.machines.filter((name) => !seen.some((machine) => machine.name === name));
  return [...new Set([...absent, ...stopped])];
}
