import { asFault, Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import type { ImageBuilder } from '#ports/image-builder.ts';
import type { Log } from '#ports/log.ts';

export interface DiskKeeperParts {
  readonly builder: ImageBuilder;
  readonly clock: Clock;
  readonly log: Log;
  /** False: images are somebody else's matter. */
  readonly builds: boolean;
}

const hourMs = 3_600_000;
const everyMs = 6 * hourMs;
/** An image that no declaration leads to any more may be wanted again by whoever goes back to an older version; not for ever. */
const oldMs = 14 * 24 * hourMs;

/** Removes, now and then, images of ours that nothing has needed for a long time. */
export class DiskKeeper {
  private readonly parts: DiskKeeperParts;
  private readonly closing = new AbortController();
  private work: Promise<void> = Promise.resolve();

  constructor(parts: DiskKeeperParts) {
    this.parts = parts;
  }

  start(): void {
    if (this.parts.builds) this.work = this.run();
  }

  async close(): Promise<void> {
    this.closing.abort(
      new Fault('cancelled', 'The server is going down.', { remedy: 'Start the server again.' }),
    );
    await this.work;
  }

  private async run(): Promise<void> {
    const { builder, clock, log } = this.parts;
    const { signal } = this.closing;
    while (!signal.aborted) {
      // Only the end of the server cuts the pause short, and the loop then ends.
      await clock.delay(everyMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      try {
        const { removed, freedBytes } = await builder.prune(signal, { olderThanMs: oldMs });
        if (removed.length > 0) log.info({ removed, freedBytes }, 'old images removed');
      } catch (error) {
        if (!signal.aborted) log.warn({ err: asFault(error) }, 'old images not removed');
      }
    }
  }
}
