import type { AttemptView } from '#contract/api.ts';
import type { GradeReport, HintText } from '#contract/grading.ts';
import type { AttemptId, LabId } from '#contract/ids.ts';
import { attemptView } from '#domain/grading/attempt-view.ts';
import type { DatedReport } from '#domain/grading/best-points.ts';
import { newestReport } from '#domain/grading/newest-report.ts';
import { labNotFound } from '#domain/lab/not-found.ts';
import type { AttemptChange, AttemptRecord, LabRecord, LabStore } from '#ports/lab-store.ts';

/** Keeps labs as long as the process lives. Held to the same suite as the SQLite store. */
export class MemoryLabStore implements LabStore {
  private readonly labs = new Map<LabId, LabRecord>();
  private readonly attemptsById = new Map<AttemptId, AttemptRecord>();
  private readonly reports: (DatedReport & { attempt: AttemptId })[] = [];
  private readonly opened = new Map<AttemptId, HintText[]>();

  insert(lab: LabRecord, attempt: AttemptRecord): void {
    this.labs.set(lab.id, lab);
    this.attemptsById.set(attempt.id, attempt);
  }

  insertSpare(lab: LabRecord & { readonly spare: string }): void {
    for (const { id, spare, state } of this.labs.values()) {
      if (spare !== undefined && state === 'gone') this.labs.delete(id);
    }
    this.labs.set(lab.id, lab);
  }

  take(attempt: AttemptRecord, change: Pick<LabRecord, 'createdAt' | 'readyAt'>): LabRecord {
    if (this.labs.get(attempt.lab)?.spare === undefined) throw labNotFound(attempt.lab);
    this.attemptsById.set(attempt.id, attempt);
    return this.update(attempt.lab, { ...change, spare: undefined });
  }

  get(id: LabId): LabRecord | undefined {
    return this.labs.get(id);
  }

  active(): LabRecord[] {
    return this.present().filter(({ spare }) => spare === undefined);
  }

  spares(): LabRecord[] {
    return this.present().filter(({ spare }) => spare !== undefined);
  }

  private present(): LabRecord[] {
    const labs = [...this.labs.values()].filter((lab) => lab.state !== 'gone');
    return labs.sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id));
  }

  update(
    id: LabId,
    change: Partial<Omit<LabRecord, 'id' | 'version'>>,
    { endedAt, pausedMs = 0 }: AttemptChange = {},
  ): LabRecord {
    const before = this.labs.get(id);
    if (before === undefined) throw labNotFound(id);
    const after = { ...before, ...change, version: before.version + 1 };
    this.labs.set(id, after);
    const attempt = this.attemptsById.get(before.attempt);
    if (attempt !== undefined) {
      const times = { endedAt: attempt.endedAt ?? endedAt, pausedMs: (attempt.pausedMs ?? 0) + pausedMs };
      this.attemptsById.set(attempt.id, { ...attempt, ...times });
    }
    return after;
  }

  addReport(attempt: AttemptId, report: GradeReport): void {
    const lab = this.labs.get(report.lab);
    if (lab === undefined) throw labNotFound(report.lab);
    this.reports.push({ attempt, generation: lab.readyAt ?? lab.createdAt, report });
  }

  lastReport(lab: LabId): GradeReport | undefined {
    const generation = this.labs.get(lab)?.readyAt;
    return this.reports
      .filter((entry) => entry.report.lab === lab && entry.generation === generation)
      .reduce<GradeReport | undefined>((known, { report }) => newestReport(known, report), undefined);
  }

  openHint(attempt: AttemptId, hint: HintText): void {
    const known = this.opened.get(attempt) ?? [];
    if (known.some((other) => other.task === hint.task && other.index === hint.index)) return;
    this.opened.set(attempt, [...known, hint]);
  }

  hints(attempt: AttemptId): HintText[] {
    const hints = this.opened.get(attempt) ?? [];
    return [...hints].sort((a, b) => a.task.localeCompare(b.task) || a.index - b.index);
  }

  attempts(): AttemptView[] {
    const newestFirst = [...this.attemptsById.values()].sort(
      (a, b) => b.startedAt - a.startedAt || a.id.localeCompare(b.id),
    );
    return newestFirst.map((attempt) => {
      const reports = this.reports.filter((entry) => entry.attempt === attempt.id);
      return attemptView(attempt, reports, this.hints(attempt.id));
    });
  }
}
