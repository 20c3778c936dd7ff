import { z } from 'zod';
import { AttemptId, LabId, Slug } from './ids.ts';
import { Step } from './progress.ts';

/** See `server/domain/lab/lifecycle.ts` for the legal ways between the states. */
export const LabState = z.enum([
  'requested',
  'preparing',
  'ready',
  'resetting',
  'pausing',
  'paused',
  'resuming',
  'restoring',
  'failed',
  'stopping',
  'gone',
]);
export type LabState = z.infer<typeof LabState>;

/** The colours by which machines are told apart, on tabs and in prompts: those that every terminal has. */
export const MachineColour = z.enum(['green', 'magenta', 'cyan', 'yellow', 'blue', 'red']);
export type MachineColour = z.infer<typeof MachineColour>;

/** A shell that the learner may open: the workstation, a node or a host. */
export const TerminalView = z.strictObject({
  id: Slug,
  /** What the tab says, for example `workstation` or `cp`. */
  label: z.string(),
  user: z.string(),
  /** The machine that the shell runs on: several terminals may be on one. */
  machine: z.string(),
  /** Of the machine; the same on all its terminals and in its prompt. */
  colour: MachineColour,
});
export type TerminalView = z.infer<typeof TerminalView>;

/** Why a lab is not usable, in the learner's words. */
export const Problem = z.strictObject({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  /** The last lines of the command that failed, when there was one. */
  tail: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** Why a lab that was asked for has not begun, and where it stands among those that wait. */
export const QueueView = z.strictObject({
  /** 1: the next one. */
  place: z.number().int().min(1),
  of: z.number().int().min(1),
  /** What is short, in the learner's words. */
  why: z.string(),
  /** What would let it begin sooner. */
  help: z.string(),
  /** When it is expected to begin, in milliseconds since the epoch; absent where nobody can tell. */
  expectedAt: z.number().int().optional(),
});
export type QueueView = z.infer<typeof QueueView>;

/** How long such a start took on this machine before: medians, in milliseconds. */
export const EstimateView = z.strictObject({
  ms: z.number().int(),
  /** Of how many earlier runs. */
  runs: z.number().int().min(1),
  /** By the id of a step. */
  steps: z.record(z.string(), z.number().int()),
});
export type EstimateView = z.infer<typeof EstimateView>;

/** Everything the page shows of a lab. `version` grows with each change, so that deltas and snapshots may cross. */
export const LabView = z.strictObject({
  id: LabId,
  scenario: Slug,
  attempt: AttemptId,
  state: LabState,
  version: z.number().int(),
  createdAt: z.number().int(),
  readyAt: z.number().int().optional(),
  /** Since when its clock stands still, in milliseconds since the epoch; absent while it runs. */
  pausedAt: z.number().int().optional(),
  /** How long earlier pauses took since it became ready, in milliseconds: no time that was worked. */
  pausedMs: z.number().int().optional(),
  /** A paused lab is removed at this time unless it is resumed or kept; absent where it is kept for ever. */
  keptUntil: z.number().int().optional(),
  /** The steps of the newest start, reset, pause or resume, oldest first; finished ones included. */
  steps: z.array(Step),
  problem: Problem.optional(),
  queue: QueueView.optional(),
  /** Absent before there is a history. */
  estimate: EstimateView.optional(),
  /** Nobody has used the lab for long: it is paused at this time unless somebody does, or removed where it has failed. */
  idleEndsAt: z.number().int().optional(),
  terminals: z.array(TerminalView),
  /** Values drawn for this attempt that the prompts name; answers are never among them. */
  vars: z.record(z.string(), z.string()),
});
export type LabView = z.infer<typeof LabView>;

/** A lab that was made ahead and is nobody's yet: its values are drawn, and told to no one before it is taken. */
export const SpareView = z.strictObject({
  id: LabId,
  scenario: Slug,
  state: LabState,
  /** When it was begun, in milliseconds since the epoch. */
  since: z.number().int(),
});
export type SpareView = z.infer<typeof SpareView>;

export const StartLab = z.strictObject({ scenario: Slug });
export type StartLab = z.infer<typeof StartLab>;

/** How a lab is worked on: in practice the page helps, in an exam it does what the real one does and no more. */
export const LabMode = z.enum(['practice', 'exam']);
export type LabMode = z.infer<typeof LabMode>;

/** What the page may do for the learner in a lab; copying is always allowed. See `server/domain/lab/allowances.ts`. */
export const Allowances = z.strictObject({
  /** Put text of a task at the prompt of the terminal, or run it there. */
  run: z.boolean(),
  /** Bring files into the lab and take them out. */
  files: z.boolean(),
  /** Open files of the lab in an editor of the page. */
  editor: z.boolean(),
  /** Open a service of the lab in the browser. */
  services: z.boolean(),
});
export type Allowances = z.infer<typeof Allowances>;
