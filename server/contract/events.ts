import { z } from 'zod';
import type { ImageStatus } from './api.ts';
import { CheckResult, GradeReport } from './grading.ts';
import { LabId, RunId, ShellId, Slug } from './ids.ts';
import { type OpenShells, ShellNumber } from './open-shells.ts';
import type { WatchedLab, WatchOver, WatchView } from './watching.ts';
import type { LabView, Problem } from './lab.ts';

/** The answer to every request event. */
export type Ack<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** Namespace `/labs`: state of labs, results of checks as they come, images being built. */
export const WatchLab = z.strictObject({ lab: LabId });
/** The page of a scenario is open and seen. A socket looks at one scenario at a time: the next takes the place of the one before. */
export const LookAtScenario = z.strictObject({ scenario: Slug });
/** Is a lab of it ready, so that a start takes no longer than a click? */
export const SpareChanged = z.strictObject({ scenario: Slug, ready: z.boolean() });
export const CheckSettled = z.strictObject({ lab: LabId, run: RunId, result: CheckResult });
export const GradingDone = z.strictObject({ lab: LabId, report: GradeReport });

export interface LabsToServer {
  /** Joins the room of a lab; the answer is the newest state, deltas follow. */
  'lab.watch': (request: z.input<typeof WatchLab>, ack: (answer: Ack<LabView>) => void) => void;
  'lab.unwatch': (request: z.input<typeof WatchLab>) => void;
  /** Its lab may be made ready meanwhile; the answer is how it is now, changes follow. */
  'scenario.look': (
    request: z.input<typeof LookAtScenario>,
    ack: (answer: Ack<z.infer<typeof SpareChanged>>) => void,
  ) => void;
  'scenario.leave': (request: z.input<typeof LookAtScenario>) => void;
}
export interface LabsToClient {
  'lab.changed': (lab: LabView) => void;
  'grading.started': (event: { lab: LabId; run: RunId; only?: string | undefined; checks: number }) => void;
  'check.settled': (event: z.infer<typeof CheckSettled>) => void;
  'grading.done': (event: z.infer<typeof GradingDone>) => void;
  /** Of the scenario that this page looks at. */
  'spare.changed': (event: z.infer<typeof SpareChanged>) => void;
  'image.changed': (image: z.infer<typeof ImageStatus>) => void;
  'catalogue.changed': () => void;
  /** Of a lab that is watched with `lab.watch`: a shell was opened or has ended. */
  'shells.changed': (open: OpenShells) => void;
  /** Of a lab that is watched with `lab.watch`: who may look into it has changed. */
  'watchers.changed': (view: WatchView) => void;
}

const Size = { cols: z.number().int().min(2).max(500), rows: z.number().int().min(2).max(300) };

/** A terminal on a page, for as long as the page lives: what it types is numbered under this name. */
export const WriterId = z
  .string()
  .regex(/^[a-z2-7]{16}$/)
  .brand<'WriterId'>();
export type WriterId = z.infer<typeof WriterId>;

/** Numbers of output compare only within one life of a shell in the server; a restarted server begins another. */
const LifeId = z.string().regex(/^[a-z2-7-]{1,64}$/);

/** What a returning page has drawn: it gets only what is missing, while the server still has that. */
const ShellSeen = z.strictObject({ shell: ShellId, life: LifeId, seq: z.number().int().min(0) });

/** Namespace `/terminal`: shells that outlive their socket, and the server. */
export const OpenShell = z.strictObject({
  lab: LabId,
  terminal: Slug,
  number: ShellNumber.default(1),
  ...Size,
  writer: WriterId.optional(),
  seen: ShellSeen.optional(),
});
/**
 * Pieces of one writer carry 1, 2, 3 … as `seq`. What reached the shell is told by `shell.accepted`; a piece that comes again is
 * not typed again. Without `seq` it is typed as it comes.
 */
export const ShellInput = z.strictObject({
  shell: ShellId,
  data: z.string().max(65_536),
  seq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
});
/**
 * What a terminal itself says to a program that has asked it something, such as where its cursor is: asked in output number `seq` of
 * this life of the shell. It is typed only if that output is new and no other window has answered it.
 */
export const ShellAnswer = z.strictObject({
  shell: ShellId,
  life: LifeId,
  seq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  data: z.string().min(1).max(1024),
});
export const ShellResize = z.strictObject({ shell: ShellId, ...Size });
/** Bytes that the browser has drawn since its last word: the credit that lets the server send more. */
export const ShellDrawn = z.strictObject({ shell: ShellId, bytes: z.number().int().min(0).max(16_777_216) });
export const CloseShell = z.strictObject({ shell: ShellId });

/** `screen` repaints the terminal as it is now (control sequences, already decoded); output numbered above `seq` follows. */
export interface ShellOpened {
  shell: ShellId;
  screen: string;
  seq: number;
  life?: string;
  /** Bytes of a sequence that has begun and not ended: written after `screen`, before the output that follows. */
  pending?: Uint8Array;
  /** The page is not repainted: it has `seen` all up to `seq`, and what it missed follows. `screen` is then empty. */
  resumed?: boolean;
  /** The highest number of this writer's input that reached the shell. */
  accepted?: number;
  /** The shell that was here before is gone: closed after long idleness, or lost with its machine. */
  replaces?: 'idle' | 'lost';
}

export interface TerminalToServer {
  'shell.open': (request: z.input<typeof OpenShell>, ack: (answer: Ack<ShellOpened>) => void) => void;
  /** Input and what follows need no answer; who gives an `ack` hears of what was refused. */
  'shell.input': (request: z.input<typeof ShellInput>) => void;
  'shell.answer': (request: z.input<typeof ShellAnswer>) => void;
  'shell.resize': (request: z.input<typeof ShellResize>) => void;
  'shell.drawn': (request: z.input<typeof ShellDrawn>) => void;
  /** Ends the shell itself; leaving the page does not. */
  'shell.close': (request: z.input<typeof CloseShell>, ack: (answer: Ack<null>) => void) => void;
}
export interface TerminalToClient {
  /** Raw bytes of the terminal; numbers grow by one per event and shell. */
  'shell.output': (shell: ShellId, seq: number, data: Uint8Array) => void;
  /** All input of this page's writer up to `seq` was written to the shell. */
  'shell.accepted': (shell: ShellId, seq: number) => void;
  /** A shell has one size for all windows. It is now that of another one, where somebody works. */
  'shell.resized': (shell: ShellId, cols: number, rows: number) => void;
  'shell.exited': (shell: ShellId, exitCode: number | null) => void;
}

/** Namespace `/watch`: guests look at the shells that the learner has open. They open, size and end none. */
export const LookAtShell = z.strictObject({ shell: ShellId });
export const GuestDrawn = z.strictObject({ shell: ShellId, bytes: z.number().int().min(0).max(16_777_216) });
export const GuestInput = z.strictObject({ shell: ShellId, data: z.string().max(4096) });

/** The whole screen of a shell, also sent in place of output that a slow line could not carry. */
export interface WatchedScreen {
  shell: ShellId;
  cols: number;
  rows: number;
  screen: string;
  /** Bytes that follow the screen at once. */
  rest: Uint8Array;
}

export interface WatchToServer {
  /** Begins with the screen as it is; output follows until `watch.stop`. */
  'watch.look': (request: z.input<typeof LookAtShell>, ack: (answer: Ack<WatchedScreen>) => void) => void;
  'watch.stop': (request: z.input<typeof LookAtShell>) => void;
  'watch.drawn': (request: z.input<typeof GuestDrawn>) => void;
  /** Only while the learner lets this guest type; otherwise it is dropped and answered with a problem. */
  'watch.input': (request: z.input<typeof GuestInput>, ack: (answer: Ack<null>) => void) => void;
}
export interface WatchToClient {
  'watch.changed': (lab: WatchedLab) => void;
  'watch.output': (shell: ShellId, data: Uint8Array) => void;
  'watch.screen': (screen: WatchedScreen) => void;
  'watch.resized': (shell: ShellId, cols: number, rows: number) => void;
  'watch.ended': (shell: ShellId) => void;
  /** The last word: the server cuts the line after it. */
  'watch.over': (why: WatchOver) => void;
}
