import type { LabId } from '#contract/ids.ts';

/** `cp`, `worker`, `worker2`, `workstation`, or the name of a host. Never a container's name. */
export type MachineName = string;

/** What a finished command left behind. A non-zero exit is an answer, not an error. */
export interface ExecResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions {
  readonly signal: AbortSignal;
  /** The call fails with `deadline.passed` after this time and the process is killed. */
  readonly timeoutMs: number;
  /** Default `root`. */
  readonly user?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Bytes kept of each stream; the rest is read and thrown away. Default 1 MiB. */
  readonly maxBytes?: number;
}

/** A file to be put into a machine. `content` is text or bytes. */
export interface FileToPut {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** For example `0644`. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
}

/** A machine that exists, running or not, as the engine's labels tell. */
export interface SeenMachine {
  readonly name: MachineName;
  readonly role: 'node' | 'host' | 'workstation' | 'observer';
  readonly running: boolean;
}

/** All that the engine holds of one lab: machines, networks, volumes. */
export interface SeenLab {
  readonly lab: LabId;
  readonly machines: readonly SeenMachine[];
}

/** Machines that ended with the engine; see `Machines.endedWithEngine`. */
export interface EndedMachines {
  readonly names: readonly MachineName[];
  /** When the first of them ended, in milliseconds since the epoch: after a power cut, when the engine found out. */
  readonly at: number;
}

/**
 * The machines of labs, whatever made them. Recognised by this installation's labels, never by name.
 * All calls throw `Fault`: `engine.unreachable`, `engine.refused`, `deadline.passed`, `cancelled`.
 */
export interface Machines {
  /** Everything that carries this installation's label, also what a crash left half made. */
  seen(signal: AbortSignal): Promise<SeenLab[]>;
  /** Runs one command, as an argument array, without a terminal. */
  exec(lab: LabId, machine: MachineName, argv: readonly string[], options: ExecOptions): Promise<ExecResult>;
  /** Writes files; missing parent folders are made, owned by root. */
  put(lab: LabId, machine: MachineName, files: readonly FileToPut[], signal: AbortSignal): Promise<void>;
  /**
   * Stops every machine of the lab, so that its memory is free; disks and network stay. What ran is noted for `recover`, unless a
   * machine had ended before, as those that come back half with their engine. They stay stopped also when the engine starts again.
   * Doing it twice is the same as once.
   */
  stop(lab: LabId, signal: AbortSignal): Promise<void>;
  /**
   * Starts every machine that `stop` stopped, observers included. As after a power cut their addresses may be others, and what ran
   * on them is only just coming back: see `ClusterRuntime.recover` and `HostRuntime.recoverHost`. Doing it twice is the same as once.
   */
  start(lab: LabId, signal: AbortSignal): Promise<void>;
  /**
   * Those machines of the lab that do not run and ended before the engine that runs now began: with an update, a crash of the engine
   * or a reboot. Undefined where there is none, or where the engine does not tell when it began.
   */
  endedWithEngine(lab: LabId, signal: AbortSignal): Promise<EndedMachines | undefined>;
  /** Removes every container, volume and network of the lab. Doing it twice is the same as once. */
  destroy(lab: LabId, signal: AbortSignal): Promise<void>;
}
