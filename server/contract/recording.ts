import { z } from 'zod';
import { GradeReport } from './grading.ts';
import { AttemptId, ShellId, Slug } from './ids.ts';

const at = z.number().int();

/**
 * What happened at one moment of an attempt, beside what its terminals showed. `at` is in milliseconds since the epoch.
 * `cut`: nothing more is recorded, of one shell or of the whole attempt, because it has become too large.
 */
export const RecordedMoment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opened'), at, shell: ShellId, terminal: Slug, user: z.string() }),
  z.strictObject({ kind: z.literal('ended'), at, shell: ShellId, exitCode: z.number().int().nullable() }),
  z.strictObject({ kind: z.literal('check'), at, report: GradeReport }),
  z.strictObject({ kind: z.literal('hint'), at, task: Slug, index: z.number().int() }),
  z.strictObject({ kind: z.literal('reset'), at }),
  z.strictObject({ kind: z.literal('paused'), at }),
  z.strictObject({ kind: z.literal('resumed'), at }),
  /** The lab began to go back to an earlier state. */
  z.strictObject({ kind: z.literal('undo'), at }),
  z.strictObject({ kind: z.literal('off'), at }),
  z.strictObject({ kind: z.literal('on'), at }),
  z.strictObject({ kind: z.literal('cut'), at, shell: ShellId.optional() }),
  z.strictObject({ kind: z.literal('stopped'), at }),
]);
export type RecordedMoment = z.infer<typeof RecordedMoment>;

/** A shell that was recorded. Its output is a file of its own, in asciicast version 2. */
export const RecordedShell = z.strictObject({
  shell: ShellId,
  terminal: Slug,
  user: z.string(),
  openedAt: at,
  /** Of its file. */
  bytes: z.number().int().min(0),
});
export type RecordedShell = z.infer<typeof RecordedShell>;

/** The recording of an attempt, as its replay needs it. */
export const RecordingView = z.strictObject({
  attempt: AttemptId,
  scenario: Slug,
  title: z.string(),
  tasks: z.array(z.strictObject({ task: Slug, title: z.string() })),
  startedAt: at,
  endedAt: at.optional(),
  bytes: z.number().int().min(0),
  shells: z.array(RecordedShell),
  /** Oldest first. */
  moments: z.array(RecordedMoment),
});
export type RecordingView = z.infer<typeof RecordingView>;

/** A row of the list of recordings. */
export const RecordingSummary = z.strictObject({
  attempt: AttemptId,
  bytes: z.number().int().min(0),
  shells: z.number().int().min(0),
});
export type RecordingSummary = z.infer<typeof RecordingSummary>;

/** Whether terminals are recorded. `allowed` is the setting of the server, `on` the learner's own switch. */
export const RecordingSetting = z.strictObject({
  allowed: z.boolean(),
  on: z.boolean(),
  /** Keys that are typed are recorded too, passwords that are not echoed included. */
  withInput: z.boolean(),
  usedBytes: z.number().int().min(0),
  /** When recordings need more than this, the oldest are removed. */
  limitBytes: z.number().int().min(0),
});
export type RecordingSetting = z.infer<typeof RecordingSetting>;

export const SwitchRecording = z.strictObject({ on: z.boolean() });
export type SwitchRecording = z.infer<typeof SwitchRecording>;
