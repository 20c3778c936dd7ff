import type { LabId } from '#contract/ids.ts';

interface Job {
  readonly controller: AbortController;
  readonly kind: 'prepare' | 'pause' | 'destroy';
  done: Promise<void>;
}

/** What is being done to labs at the moment: at most one thing per lab. */
export class Jobs {
  private readonly jobs = new Map<LabId, Job>();

  busy(): ReadonlySet<LabId> {
    return new Set(this.jobs.keys());
  }

  count(kind: Job['kind']): number {
    return [...this.jobs.values()].filter((job) => job.kind === kind).length;
  }

  /** `work` must not reject; `after` runs when the lab is free again. */
  start(
    lab: LabId,
    kind: Job['kind'],
    work: (signal: AbortSignal) => Promise<void>,
    after: () => void,
  ): void {
    const controller = new AbortController();
    const job: Job = { controller, kind, done: Promise.resolve() };
    this.jobs.set(lab, job);
    job.done = work(controller.signal).finally(() => {
      this.jobs.delete(lab);
      after();
    });
  }

  /** Ends the making or pausing of a lab; its destruction is never cut short. */
  interrupt(lab: LabId, reason: unknown): void {
    const job = this.jobs.get(lab);
    if (job !== undefined && job.kind !== 'destroy') job.controller.abort(reason);
  }

  /** Ends everything and waits until all have let go. */
  async close(reason: unknown): Promise<void> {
    const running = [...this.jobs.values()];
    for (const job of running) job.controller.abort(reason);
    await Promise.allSettled(running.map((job) => job.done));
  }
}
