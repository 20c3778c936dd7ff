import { z } from 'zod';
import type { HintText } from '#contract/grading.ts';
import { AttemptId, LabId } from '#contract/ids.ts';
import { LabState, Problem } from '#contract/lab.ts';
import { Step } from '#contract/progress.ts';
import type { AttemptRecord, LabRecord } from '#ports/lab-store.ts';
import type { Tables } from './tables.ts';

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `not JSON: ${String(error)}` });
    return z.NEVER;
  }
});
const Tasks = z.array(z.object({ task: z.string(), title: z.string(), points: z.number() }));

const LabRow = z.object({
  id: LabId,
  scenario: z.string(),
  attempt: AttemptId,
  state: LabState,
  wanted: z.enum(['ready', 'paused', 'gone']),
  version: z.number(),
  created_at: z.number(),
  ready_at: z.number().nullable(),
  paused_at: z.number().nullable(),
  paused_ms: z.number(),
  kept_until: z.number().nullable(),
  vars_json: json.pipe(z.record(z.string(), z.string())),
  steps_json: json.pipe(z.array(Step)),
  problem_json: json.pipe(Problem).nullable(),
  undo_to: z.number().nullable(),
  spare: z.string().nullable(),
});
const AttemptRow = z.object({
  id: AttemptId,
  scenario: z.string(),
  title: z.string(),
  lab: LabId,
  started_at: z.number(),
  ended_at: z.number().nullable(),
  paused_ms: z.number(),
  tasks_json: json.pipe(Tasks),
});
const HintRow = z.object({ task: z.string(), hint_index: z.number(), text: z.string(), cost: z.number() });

/** A lab that was never paused has nothing to say of it. */
const nothing = (ms: number): number | undefined => (ms === 0 ? undefined : ms);

export function labOf(row: Tables['labs']): LabRecord {
  const { created_at, ready_at, paused_at, paused_ms, kept_until, undo_to, spare, ...more } =
    LabRow.parse(row);
  const { vars_json, steps_json, problem_json, ...rest } = more;
  return {
    ...rest,
    createdAt: created_at,
    readyAt: ready_at ?? undefined,
    pausedAt: paused_at ?? undefined,
    pausedMs: nothing(paused_ms),
    keptUntil: kept_until ?? undefined,
    vars: vars_json,
    steps: steps_json,
    problem: problem_json ?? undefined,
    ...(undo_to === null ? {} : { undoTo: undo_to }),
    spare: spare ?? undefined,
  };
}

export function rowOfLab(lab: LabRecord): Tables['labs'] {
  const { createdAt, readyAt, pausedAt, pausedMs, keptUntil, undoTo, vars, steps, problem, spare, ...rest } =
    lab;
  return {
    ...rest,
    created_at: createdAt,
    ready_at: readyAt ?? null,
    paused_at: pausedAt ?? null,
    paused_ms: pausedMs ?? 0,
    kept_until: keptUntil ?? null,
    vars_json: JSON.stringify(vars),
    steps_json: JSON.stringify(steps),
    problem_json: problem === undefined ? null : JSON.stringify(problem),
    undo_to: undoTo ?? null,
    spare: spare ?? null,
  };
}

export function attemptOf(row: Tables['attempts']): AttemptRecord {
  const { started_at, ended_at, paused_ms, tasks_json, ...rest } = AttemptRow.parse(row);
  const times = { startedAt: started_at, endedAt: ended_at ?? undefined, pausedMs: nothing(paused_ms) };
  return { ...rest, ...times, tasks: tasks_json };
}

export function rowOfAttempt(attempt: AttemptRecord): Tables['attempts'] {
  const { startedAt, endedAt, pausedMs, tasks, ...rest } = attempt;
  const times = { started_at: startedAt, ended_at: endedAt ?? null, paused_ms: pausedMs ?? 0 };
  return { ...rest, ...times, tasks_json: JSON.stringify(tasks) };
}

export function hintOf(row: Tables['hints']): HintText {
  const { hint_index, ...rest } = HintRow.parse({ ...row });
  return { ...rest, index: hint_index };
}
