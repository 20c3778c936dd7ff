import type { FileExpectation, FolderView } from '#contract/files.ts';
import type { LabId } from '#contract/ids.ts';
import type { MachineName } from './machines.ts';

/** Whose files: everything happens as this user of the machine, with no right that the user's own shell lacks. */
export interface FilePlace {
  readonly lab: LabId;
  readonly machine: MachineName;
  readonly user: string;
  /** From `LabPath`: absolute, or `./…` below the user's home. */
  readonly path: string;
}

export interface FileToSave {
  /** Exactly this many bytes; a content that ends earlier leaves what was there. */
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
  readonly expect: FileExpectation;
}

export interface OpenedFile {
  /** Absolute, links followed. */
  readonly path: string;
  /** As the machine tells; 0 where it does not know, as below `/proc`. */
  readonly bytes: number;
  readonly writable: boolean;
  /** Ends the reading when it is left early. Throws Fault `request.too-large` beyond the limit that was asked for. */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * Files of a machine, as its user sees them. The machine is hostile ground: what it says is parsed, limited and never run.
 * Throws Fault `file.not-found`, `file.unfit` (a folder, a device), `file.denied`, `file.exists`, `file.changed`, `disk.full`,
 * `request.too-large`, `runtime.failed`, and what the engine says.
 */
export interface MachineFiles {
  /** Writes a file whole or not at all where its folder is writable; one that exists keeps its mode and owner. */
  save(place: FilePlace, file: FileToSave, signal: AbortSignal): Promise<{ readonly path: string }>;
  /** Refuses what is larger than `maxBytes`. */
  open(place: FilePlace, maxBytes: number, signal: AbortSignal): Promise<OpenedFile>;
  /** The names in a folder, at most `limit`; links count as what they lead to. */
  list(place: FilePlace, limit: number, signal: AbortSignal): Promise<FolderView>;
}
