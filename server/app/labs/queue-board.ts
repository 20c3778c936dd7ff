import type { LabId } from '#contract/ids.ts';
import { expectedWait, type OtherStart } from '#domain/lab/durations.ts';
import type { Decision } from '#domain/lab/reconcile.ts';
import type { Clock } from '#ports/clock.ts';
import type { Durations, StartKind } from '#ports/durations.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { LabBook } from './lab-book.ts';
import { queueWords } from './queue-words.ts';
import { estimateOf } from './start-times.ts';

export interface QueueBoardParts {
  readonly book: LabBook;
  readonly clock: Clock;
  readonly durations: Durations;
}

type Queued = Extract<Decision, { kind: 'queue' }>;

/** Tells every lab that waits where it stands, and takes the note away when its turn has come. */
export class QueueBoard {
  private readonly parts: QueueBoardParts;
  private readonly shown = new Set<LabId>();
  /** When each lab is expected to begin: kept as long as nothing changes, so that the page does not flicker. */
  private readonly expected = new Map<LabId, { readonly key: string; readonly at: number | undefined }>();

  constructor(parts: QueueBoardParts) {
    this.parts = parts;
  }

  show(queued: readonly Queued[], records: readonly LabRecord[]): void {
    const waiting = new Set(queued.map(({ lab }) => lab));
    for (const lab of this.shown) if (!waiting.has(lab)) this.clear(lab);
    for (const [at, entry] of queued.entries()) {
      const ahead = queued.slice(0, at).map(({ lab }) => lab);
      const expectedAt = entry.why === 'starts' ? this.expectedAt(entry.lab, ahead, records) : undefined;
      this.shown.add(entry.lab);
      const { place, of, why } = entry;
      this.parts.book.note(entry.lab, {
        queue: { place, of, ...queueWords[why], ...(expectedAt === undefined ? {} : { expectedAt }) },
      });
    }
  }

  clear(lab: LabId): void {
    this.shown.delete(lab);
    this.expected.delete(lab);
    // A lab that is gone meanwhile has no note left to take away.
    if (this.parts.book.store.get(lab)?.state !== 'gone') this.parts.book.note(lab, { queue: undefined });
  }

  private expectedAt(lab: LabId, ahead: readonly LabId[], records: readonly LabRecord[]): number | undefined {
    const running = records.filter(({ state, id }) => isBeingMade(state) && !this.shown.has(id));
    const key = [...running.map(({ id }) => id), ...ahead].join(' ');
    const known = this.expected.get(lab);
    if (known?.key === key) return known.at;
    const now = this.parts.clock.now();
    const left = running.map((record) => this.left(record, now - (record.steps[0]?.at ?? now)));
    const others = records.filter(({ id }) => ahead.includes(id)).map((record) => this.left(record, 0));
    const wait = expectedWait(left, others);
    const at = wait === undefined ? undefined : now + Math.round(wait);
    this.expected.set(lab, { key, at });
    return at;
  }

  private left({ scenario, state }: LabRecord, passedMs: number): OtherStart {
    const kind: StartKind = kinds[state] ?? 'start';
    const estimate = estimateOf(this.parts.durations, scenario, kind);
    return { leftMs: estimate && estimate.ms - passedMs };
  }
}

const kinds: Partial<Readonly<Record<LabRecord['state'], StartKind>>> = {
  preparing: 'start',
  resetting: 'reset',
  resuming: 'resume',
};
const isBeingMade = (state: LabRecord['state']): boolean => kinds[state] !== undefined;
