import { z } from 'zod';
import { type Durations, rememberedStarts, type StartKind, type StartTimes } from '#ports/durations.ts';
import type { Database } from './database.ts';

const Steps = z.record(z.string(), z.number());

export class SqliteDurations implements Durations {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  add(scenario: string, kind: StartKind, { totalMs, steps }: StartTimes, at: number): void {
    const row = { scenario, kind, at, total_ms: totalMs, steps_json: JSON.stringify(steps) };
    const { build } = this.db;
    this.db.transaction(() => {
      this.db.run(build.insertInto('starts').values(row));
      const kept = this.rows(scenario, kind).select('nth').limit(rememberedStarts);
      this.db.run(
        build
          .deleteFrom('starts')
          .where('scenario', '=', scenario)
          .where('kind', '=', kind)
          .where('nth', 'not in', kept),
      );
    });
  }

  recent(scenario: string, kind: StartKind): StartTimes[] {
    const rows = this.db.all(this.rows(scenario, kind).selectAll().limit(rememberedStarts));
    return rows.map((row) => ({ totalMs: row.total_ms, steps: Steps.parse(JSON.parse(row.steps_json)) }));
  }

  private rows(scenario: string, kind: StartKind) {
    const starts = this.db.build.selectFrom('starts').where('scenario', '=', scenario);
    return starts.where('kind', '=', kind).orderBy('nth', 'desc');
  }
}
