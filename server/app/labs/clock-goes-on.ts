import type { AttemptChange, LabRecord } from '#ports/lab-store.ts';

interface GoesOn {
  readonly fields: Partial<Pick<LabRecord, 'pausedAt' | 'pausedMs' | 'keptUntil'>>;
  readonly ofAttempt: AttemptChange;
}

/** What is stored of a lab that was paused, and of its attempt, when its clock goes on. Of any other lab nothing changes. */
export function clockGoesOn({ pausedAt, pausedMs = 0 }: LabRecord, now: number): GoesOn {
  if (pausedAt === undefined) return { fields: {}, ofAttempt: {} };
  const rest = now - pausedAt;
  return {
    fields: { pausedAt: undefined, pausedMs: pausedMs + rest, keptUntil: undefined },
    ofAttempt: { pausedMs: rest },
  };
}
