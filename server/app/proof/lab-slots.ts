import PQueue from 'p-queue';

/** Places for the labs of a proof: no more are taken at once than there are, in the order in which they were asked for. */
export class LabSlots {
  private readonly queue: PQueue;

  constructor(atOnce: number) {
    this.queue = new PQueue({ concurrency: atOnce });
  }

  /** Does the work when there is a place, and keeps the place until the work is done with its lab. */
  async use<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    // Not given to the queue: it would let go of work that still has a lab to remove.
    return this.queue.add(async () => {
      signal.throwIfAborted();
      return work();
    });
  }

  /** Resolves when nobody waits for a place. */
  nobodyWaits(): Promise<void> {
    return this.queue.onSizeLessThan(1);
  }
}
