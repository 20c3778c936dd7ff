import type { GradeReport, HintText } from '#contract/grading.ts';
import { newestReport } from './newest-report.ts';

/** A task as an attempt knows it. */
export interface AttemptTask {
  readonly task: string;
  readonly title: string;
  readonly points: number;
}

/** A report and the start of the lab it belongs to: a reset begins a new one. */
export interface DatedReport {
  readonly generation: number;
  readonly report: GradeReport;
}

export interface BestPoints {
  readonly best: number;
  readonly possible: number;
  readonly tasks: readonly { task: string; title: string; best: number; possible: number }[];
}

/**
 * The best that an attempt ever stood at, in points. After each run the newest knowledge of all tasks counts, so tasks may be
 * graded one by one; a reset forgets it, so two half solutions never add up. Each hint lowers its task, not below 0.
 */
export function bestPoints(
  tasks: readonly AttemptTask[],
  reports: readonly DatedReport[],
  hints: readonly HintText[],
): BestPoints {
  const costs = new Map<string, number>();
  for (const hint of hints) costs.set(hint.task, (costs.get(hint.task) ?? 0) + hint.cost);
  const worth = (task: string, earned: number): number => Math.max(0, earned - (costs.get(task) ?? 0));

  const perTask = new Map<string, number>();
  let best = 0;
  let standing: { generation: number; report: GradeReport } | undefined;
  for (const { generation, report } of reports) {
    const known = standing?.generation === generation ? standing.report : undefined;
    standing = { generation, report: newestReport(known, report) };
    if (standing.report.brokenGuard !== undefined) continue;
    const points = standing.report.tasks.map((task) => ({
      id: task.task,
      points: worth(task.task, task.earned),
    }));
    for (const { id, points: now } of points) perTask.set(id, Math.max(perTask.get(id) ?? 0, now));
    best = Math.max(
      best,
      points.reduce((sum, task) => sum + task.points, 0),
    );
  }
  return {
    best,
    possible: tasks.reduce((sum, task) => sum + task.points, 0),
    tasks: tasks.map(({ task, title, points }) => ({
      task,
      title,
      best: perTask.get(task) ?? 0,
      possible: points,
    })),
  };
}
