import type { AttemptView } from '#contract/api.ts';
import { GradeReport, type HintText } from '#contract/grading.ts';
import type { AttemptId, LabId } from '#contract/ids.ts';
import { attemptView } from '#domain/grading/attempt-view.ts';
import type { DatedReport } from '#domain/grading/best-points.ts';
import { newestReport } from '#domain/grading/newest-report.ts';
import { labNotFound } from '#domain/lab/not-found.ts';
import type { AttemptChange, AttemptRecord, LabRecord, LabStore } from '#ports/lab-store.ts';
import type { Database } from './database.ts';
import { attemptOf, hintOf, labOf, rowOfAttempt, rowOfLab } from './rows.ts';

export class SqliteLabStore implements LabStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  insert(lab: LabRecord, attempt: AttemptRecord): void {
    this.db.transaction(() => {
      this.db.run(this.db.build.insertInto('labs').values(rowOfLab(lab)));
      this.db.run(this.db.build.insertInto('attempts').values(rowOfAttempt(attempt)));
    });
  }

  insertSpare(lab: LabRecord & { readonly spare: string }): void {
    const { build } = this.db;
    this.db.transaction(() => {
      this.db.run(build.deleteFrom('labs').where('spare', 'is not', null).where('state', '=', 'gone'));
      this.db.run(build.insertInto('labs').values(rowOfLab(lab)));
    });
  }

  take(attempt: AttemptRecord, change: Pick<LabRecord, 'createdAt' | 'readyAt'>): LabRecord {
    return this.db.transaction(() => {
      if (this.get(attempt.lab)?.spare === undefined) throw labNotFound(attempt.lab);
      this.db.run(this.db.build.insertInto('attempts').values(rowOfAttempt(attempt)));
      return this.update(attempt.lab, { ...change, spare: undefined });
    });
  }

  get(id: LabId): LabRecord | undefined {
    const row = this.db.first(this.db.build.selectFrom('labs').selectAll().where('id', '=', id));
    return row && labOf(row);
  }

  active(): LabRecord[] {
    return this.db.all(this.present().where('spare', 'is', null)).map(labOf);
  }

  spares(): LabRecord[] {
    return this.db.all(this.present().where('spare', 'is not', null)).map(labOf);
  }

  private present() {
    const labs = this.db.build.selectFrom('labs').selectAll().where('state', '<>', 'gone');
    return labs.orderBy('created_at').orderBy('id');
  }

  update(
    id: LabId,
    change: Partial<Omit<LabRecord, 'id' | 'version'>>,
    ofAttempt: AttemptChange = {},
  ): LabRecord {
    return this.db.transaction(() => {
      const before = this.get(id);
      if (before === undefined) throw labNotFound(id);
      const after = { ...before, ...change, version: before.version + 1 };
      this.db.run(this.db.build.updateTable('labs').set(rowOfLab(after)).where('id', '=', id));
      this.changeAttempt(before.attempt, ofAttempt);
      return after;
    });
  }

  private changeAttempt(id: AttemptId, { endedAt, pausedMs }: AttemptChange): void {
    const attempt = this.db.build.updateTable('attempts').where('id', '=', id);
    if (endedAt !== undefined) this.db.run(attempt.where('ended_at', 'is', null).set({ ended_at: endedAt }));
    if (pausedMs !== undefined) {
      this.db.run(attempt.set((row) => ({ paused_ms: row('paused_ms', '+', pausedMs) })));
    }
  }

  addReport(attempt: AttemptId, report: GradeReport): void {
    this.db.transaction(() => {
      const lab = this.get(report.lab);
      if (lab === undefined) throw labNotFound(report.lab);
      const row = {
        run: report.run,
        attempt,
        lab: report.lab,
        generation: lab.readyAt ?? lab.createdAt,
        report_json: JSON.stringify(report),
      };
      this.db.run(this.db.build.insertInto('reports').values(row));
    });
  }

  lastReport(lab: LabId): GradeReport | undefined {
    const generation = this.get(lab)?.readyAt;
    if (generation === undefined) return undefined;
    const { build } = this.db;
    const rows = build.selectFrom('reports').selectAll().where('lab', '=', lab);
    const reports = this.db.all(rows.where('generation', '=', generation).orderBy('nth'));
    return reports
      .map((row) => GradeReport.parse(JSON.parse(row.report_json)))
      .reduce<GradeReport | undefined>((known, fresh) => newestReport(known, fresh), undefined);
  }

  openHint(attempt: AttemptId, hint: HintText): void {
    const { index, ...rest } = hint;
    const row = { attempt, hint_index: index, ...rest };
    this.db.run(
      this.db.build
        .insertInto('hints')
        .values(row)
        .onConflict((on) => on.doNothing()),
    );
  }

  hints(attempt: AttemptId): HintText[] {
    const { build } = this.db;
    const rows = build.selectFrom('hints').selectAll().where('attempt', '=', attempt);
    return this.db.all(rows.orderBy('task').orderBy('hint_index')).map(hintOf);
  }

  attempts(): AttemptView[] {
    const rows = this.db.build.selectFrom('attempts').selectAll();
    const newestFirst = this.db.all(rows.orderBy('started_at', 'desc').orderBy('id')).map(attemptOf);
    return newestFirst.map((attempt) =>
      attemptView(attempt, this.reportsOf(attempt.id), this.hints(attempt.id)),
    );
  }

  private reportsOf(attempt: AttemptId): DatedReport[] {
    const rows = this.db.build.selectFrom('reports').selectAll().where('attempt', '=', attempt);
    return this.db
      .all(rows.orderBy('nth'))
      .map((row) => ({ generation: row.generation, report: GradeReport.parse(JSON.parse(row.report_json)) }));
  }
}
