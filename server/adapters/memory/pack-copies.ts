import { type GitSource, sourceName } from '#domain/packs/pack-source.ts';
import type { PackCopies, PackCopy } from '#ports/pack-copies.ts';

/** Copies that a test puts here; `away` is what a fetch fails with. */
export class MemoryPackCopies implements PackCopies {
  readonly there = new Map<string, PackCopy>();
  readonly newest = new Map<string, PackCopy>();
  away: Error | undefined;
  fetches = 0;

  async last(source: GitSource): Promise<PackCopy | undefined> {
    return this.there.get(sourceName(source));
  }

  async fetch(source: GitSource, signal: AbortSignal): Promise<PackCopy> {
    this.fetches++;
    signal.throwIfAborted();
    const copy = this.newest.get(sourceName(source));
    if (this.away !== undefined) throw this.away;
    if (copy === undefined) throw new Error(`the test has no pack ${sourceName(source)}`);
    this.there.set(sourceName(source), copy);
    return copy;
  }
}
