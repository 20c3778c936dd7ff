import type { LabId } from '#contract/ids.ts';
import type { MachineName } from './machines.ts';

export interface PtyOptions {
  readonly user: string;
  readonly cols: number;
  readonly rows: number;
}

/** A login shell on a pseudo terminal of a machine. */
export interface Pty {
  /** Raw output. One listener; set before the first byte can arrive. */
  onData(listener: (data: Uint8Array) => void): void;
  /** `null` when the exit code could not be learned. Called once. */
  onExit(listener: (exitCode: number | null) => void): void;
  write(data: string): void;
  resize(cols: number, rows: number): Promise<void>;
  /** While paused nothing is read, so that the program in the lab blocks. */
  pause(): void;
  resume(): void;
  /** Ends the shell and what it left in the foreground. */
  kill(): Promise<void>;
}

export interface TerminalHost {
  /** @throws Fault `terminal.not-found`, `engine.unreachable`, `engine.refused`. */
  open(lab: LabId, machine: MachineName, options: PtyOptions, signal: AbortSignal): Promise<Pty>;
}
