import type { GitSource } from '#domain/packs/pack-source.ts';

/** The files of a pack as they were at one commit, on this machine. */
export interface PackCopy {
  readonly folder: string;
  readonly commit: string;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
}

/** Copies of packs that come from elsewhere. */
export interface PackCopies {
  /** The newest copy there is, without asking anybody. */
  last(source: GitSource): Promise<PackCopy | undefined>;
  /**
   * Brings the newest state here and gives its copy. The copy before it stays, for a server that still reads it.
   * @throws Fault `pack.unreachable`, `tool.missing`, or the reason of the signal.
   */
  fetch(source: GitSource, signal: AbortSignal): Promise<PackCopy>;
}
