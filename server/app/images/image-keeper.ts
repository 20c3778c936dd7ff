import type { ImageStatus } from '#contract/api.ts';
import { asFault, Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import type { EventBus } from '#ports/events.ts';
import type { ImageBuilder, ImageName } from '#ports/image-builder.ts';
import type { Log } from '#ports/log.ts';

export interface ImageKeeperParts {
  readonly builder: ImageBuilder;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Log;
  /** False: only says what is missing. */
  readonly builds: boolean;
  /** Called when an image has become ready. */
  onReady(): void;
}

/** Small images that host labs run on, before the big one that clusters run on, and what only makes clusters start faster. */
const rounds: readonly (readonly ImageName[])[] = [
  ['observer', 'workstation', 'host'],
  ['node'],
  ['baked-node'],
];
const retryMs: readonly number[] = [60_000, 300_000, 900_000];

/** Keeps the images of this machine complete, in the background, and knows the state of each. */
export class ImageKeeper {
  private readonly parts: ImageKeeperParts;
  private readonly known = new Map<string, ImageStatus>();
  private readonly closing = new AbortController();
  private work: Promise<void> = Promise.resolve();

  constructor(parts: ImageKeeperParts) {
    this.parts = parts;
  }

  start(): void {
    this.work = this.run();
  }

  list(): ImageStatus[] {
    return [...this.known.values()];
  }

  /** Those that labs are started from. */
  ofLabs(): ImageStatus[] {
    const names = rounds.flat();
    return this.list().filter(({ name }) => names.some((known) => known === name));
  }

  /**
   * Before the engine has answered for the first time every image counts as missing. One that cannot be had here is not missing
   * when another can take its place.
   */
  missing(names: readonly ImageName[]): ImageName[] {
    return names.filter((name) => !this.isReady(name) && !this.isReplaced(name));
  }

  async close(): Promise<void> {
    this.closing.abort(
      new Fault('cancelled', 'The server is going down.', { remedy: 'Start the server again.' }),
    );
    await this.work;
  }

  private isReady(name: ImageName): boolean {
    return this.known.get(name)?.state === 'ready';
  }

  private isReplaced(name: ImageName): boolean {
    const isHopeless = !this.parts.builds || this.known.get(name)?.state === 'failed';
    return name === 'baked-node' && isHopeless && this.isReady('node');
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.complete(signal);
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.parts.log.error({ err: asFault(error), failures }, 'images not complete');
        const pause = retryMs[Math.min(failures, retryMs.length - 1)] ?? 0;
        // Only the end of the server cuts the pause short, and the loop then ends.
        await this.parts.clock.delay(pause, signal).catch(() => undefined);
      }
    }
  }

  private async complete(signal: AbortSignal): Promise<void> {
    for (const status of await this.parts.builder.list(signal)) this.note(status);
    if (!this.parts.builds) return;
    const failures: unknown[] = [];
    for (const names of rounds) {
      // What one image lacks may be no matter for the others.
      await this.build(names, signal).catch((error: unknown) => failures.push(error));
      signal.throwIfAborted();
    }
    if (failures.length > 0) throw failures[0];
  }

  private async build(names: readonly ImageName[], signal: AbortSignal): Promise<void> {
    if (names.every((name) => this.isReady(name))) return;
    await this.parts.builder.build(names, {
      signal,
      onStep: (step) => this.parts.log.info({ step }, 'image step'),
      onImage: (status) => this.note(status),
    });
  }

  private note(status: ImageStatus): void {
    const before = this.known.get(status.name)?.state;
    this.known.set(status.name, status);
    this.parts.bus.publish({ type: 'image.changed', image: status });
    if (before === status.state) return;
    this.parts.log.info({ image: status.name, state: status.state }, 'image changed');
    if (status.state === 'ready') this.parts.onReady();
  }
}
