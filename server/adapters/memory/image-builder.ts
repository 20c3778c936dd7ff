import type { ImageStatus } from '#contract/api.ts';
import { Fault } from '#domain/fault.ts';
import type { ImageBuilder, ImageName } from '#ports/image-builder.ts';
import type { Run } from '#ports/run.ts';

/** Images that are built when `finish` says so. */
export class MemoryImageBuilder implements ImageBuilder {
  private readonly states = new Map<ImageName, ImageStatus['state']>();
  private waiting: (() => void)[] = [];

  constructor(ready: readonly ImageName[], missing: readonly ImageName[] = []) {
    for (const name of ready) this.states.set(name, 'ready');
    for (const name of missing) this.states.set(name, 'missing');
  }

  async list(): Promise<ImageStatus[]> {
    return [...this.states.keys()].map((name) => this.status(name));
  }

  async ref(name: ImageName): Promise<string> {
    return `cks-lab/${name}:memory`;
  }

  async build(names: readonly ImageName[], run: Run & { onImage(status: ImageStatus): void }): Promise<void> {
    for (const name of names) {
      if (this.states.get(name) === 'missing') this.states.set(name, 'building');
      run.onImage(this.status(name));
      while (this.states.get(name) !== 'ready') await this.finished(run.signal);
      run.onImage(this.status(name));
    }
  }

  async prune(
    _signal?: AbortSignal,
    _only?: { readonly olderThanMs?: number },
  ): Promise<{ removed: string[]; freedBytes: number }> {
    return { removed: [], freedBytes: 0 };
  }

  finish(name: ImageName): void {
    this.states.set(name, 'ready');
    for (const wake of this.waiting.splice(0)) wake();
  }

  private finished(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void =>
        reject(
          new Fault('cancelled', 'Stopped on request.', { remedy: 'Build again.', cause: signal.reason }),
        );
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.waiting.push(resolve);
    });
  }

  private status(name: ImageName): ImageStatus {
    const state = this.states.get(name) ?? 'missing';
    return { name, ref: `cks-lab/${name}:memory`, state, purpose: `Labs that need ${name}`, steps: [] };
  }
}
