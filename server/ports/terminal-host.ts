import type { LabId, ShellId } from '#contract/ids.ts';
import type { MachineName } from './machines.ts';

export interface PtyOptions {
  /** Names the shell on its machine, so that it is found again. Never used twice. */
  readonly id: ShellId;
  readonly user: string;
  readonly cols: number;
  readonly rows: number;
}

/** A place in what one writer types: its pieces carry 1, 2, 3 … */
export interface InputPlace {
  /** 1 to 64 characters of ASCII. */
  readonly writer: string;
  readonly seq: number;
}

/** A login shell on a pseudo terminal of a machine. */
export interface Pty {
  /** True when the shell lives on after `release`, and after a server that died without a word. */
  readonly lasting: boolean;
  /** Where output begins: the number of the first byte for `onData`, counted from 0 at the shell's beginning. */
  readonly from: number;
  /** Bytes before this number were said before the shell was opened or found again: no program waits for answers to them. */
  readonly heard: number;
  /** The newest place of each writer that the shell knew when it was opened or found again. */
  readonly typed: ReadonlyMap<string, number>;
  /** Raw output. One listener; set before the first byte can arrive. */
  onData(listener: (data: Uint8Array) => void): void;
  /** `null` when the exit code could not be learned. Called once, but never after `release`. */
  onExit(listener: (exitCode: number | null) => void): void;
  /** Hears, in order, which input the shell's terminal has taken. One listener. */
  onAccepted(listener: (place: InputPlace) => void): void;
  /** A place that a lasting shell has seen is not typed again. At most 512 KiB may wait for `onAccepted`. */
  write(data: string, place: InputPlace): void;
  resize(cols: number, rows: number): Promise<void>;
  /** While paused nothing is read, so that the program in the lab blocks. Input still passes. */
  pause(): void;
  resume(): void;
  /** Ends the shell and what it left in the foreground. */
  kill(): Promise<void>;
  /** Lets go of a lasting shell, which goes on; ends any other. Input that was written is still typed. */
  release(): Promise<void>;
}

/** What is needed to find a shell again, and to go on where its last listener stopped. */
export interface PtyToResume {
  readonly id: ShellId;
  readonly user: string;
  /** The number of the first byte that is wanted; `from` of the answer is higher where less was kept. */
  readonly from: number;
}

export interface TerminalHost {
  /** @throws Fault `terminal.not-found`, `engine.unreachable`, `engine.refused`, `deadline.passed`. */
  open(lab: LabId, machine: MachineName, options: PtyOptions, signal: AbortSignal): Promise<Pty>;
  /** A lasting shell that was opened before, perhaps by a server that is gone. Undefined when it does not live any more. Faults as `open`. */
  resume(
    lab: LabId,
    machine: MachineName,
    wanted: PtyToResume,
    signal: AbortSignal,
  ): Promise<Pty | undefined>;
  /**
   * The folder that the foreground of a lasting shell works in, absolute: told by the machine's kernel, not by what the shell
   * prints. It is the learner's to choose, so hostile until parsed. Undefined when it cannot be told: the shell does not last or
   * has ended, or the folder is gone. Faults as `open`.
   */
  folder(
    lab: LabId,
    machine: MachineName,
    shell: Pick<PtyOptions, 'id' | 'user'>,
    signal: AbortSignal,
  ): Promise<string | undefined>;
}
