import type { LabView } from '#contract/lab.ts';
import type { Step } from '#contract/progress.ts';

/** A stretch of time with a name. Times in milliseconds since the epoch. */
export interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly ok: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

const names: Partial<Readonly<Record<LabView['state'], string>>> = {
  preparing: 'lab start',
  resetting: 'lab reset',
  restoring: 'lab undo',
  resuming: 'lab resume',
};
/** A lab that does not come back is paused again. */
const ends: ReadonlySet<LabView['state']> = new Set<LabView['state']>(['ready', 'failed', 'paused']);

/** The start, reset, undo or resume of a lab that has just ended, and each of its steps; undefined for every other change of a lab. */
export function spansOf(
  before: LabView['state'] | undefined,
  lab: LabView,
): { whole: Span; steps: Span[] } | undefined {
  const name = before && names[before];
  if (name === undefined || !ends.has(lab.state)) return undefined;
  const [first] = lab.steps;
  const last = lab.steps.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const attributes = { 'cks_lab.lab': lab.id, 'cks_lab.scenario': lab.scenario };
  return {
    whole: {
      name,
      from: first.at,
      to: last.at,
      ok: lab.state === 'ready',
      attributes: { ...attributes, ...(lab.problem && { 'cks_lab.problem': lab.problem.code }) },
    },
    steps: steps(lab.steps, last.at).map((step) => ({ ...step, attributes })),
  };
}

function steps(events: readonly Step[], end: number): Omit<Span, 'attributes'>[] {
  const begun = events.filter(({ phase }) => phase === 'begin');
  return begun.map(({ id, title, at }) => {
    const over = events.find((event) => event.id === id && event.phase === 'end');
    const ok = over?.phase === 'end' && over.ok;
    return { name: title, from: at, to: over?.at ?? end, ok };
  });
}
