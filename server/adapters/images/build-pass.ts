import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import PQueue from 'p-queue';
import type { ImageStatus } from '#contract/api.ts';
import type { Step } from '#contract/progress.ts';
import { Fault } from '#domain/fault.ts';
import type { Run } from '#ports/run.ts';
import type { BuildContext } from './build-container.ts';
import { type Declaration, dependencies } from './declaration.ts';
import { statusOf } from './image-status.ts';
import { buildImage, type ImageMakings } from './image-steps.ts';
import { takeUpstream } from './packages-step.ts';

export interface PassOptions {
  readonly images: ReadonlyMap<string, Declaration>;
  readonly makings: ImageMakings;
  readonly docker: Docker;
  readonly cores: number;
  readonly run: Run & { onImage(status: ImageStatus): void };
}

const shownSteps = 20;

/** One run of the builder: every image at most once, and only after what it needs. */
export class BuildPass {
  private readonly options: PassOptions;
  private readonly started = new Map<string, Promise<void>>();
  private readonly queue: PQueue;
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;

  constructor(options: PassOptions) {
    this.options = options;
    this.queue = new PQueue({ concurrency: Math.max(1, options.cores) });
    this.signal = AbortSignal.any([options.run.signal, this.stop.signal]);
  }

  /** The first failure stops the others; what they have finished is kept for the next time. */
  async all(names: readonly string[]): Promise<void> {
    const results = await Promise.allSettled(names.map((name) => this.one(name)));
    const failed = results.find((result) => result.status === 'rejected');
    if (this.options.run.signal.aborted) throw cancelled(this.options.run.signal.reason);
    if (failed) throw this.stop.signal.aborted ? this.stop.signal.reason : failed.reason;
  }

  private one(name: string): Promise<void> {
    const running = this.started.get(name) ?? this.start(name);
    this.started.set(name, running);
    return running;
  }

  private async start(name: string): Promise<void> {
    const { images, makings, docker, run } = this.options;
    const image = images.get(name);
    if (!image) throw unknownImage(name);
    const status = await statusOf(image, makings, docker);
    if (status.state === 'ready') return run.onImage(status);
    run.onImage({ ...status, state: 'waiting' });
    const told = this.teller(image, status);
    const needed = await this.needed(image, told);
    await Promise.all(needed.map((other) => this.one(other)));
    await this.queue.add(() => told((context) => buildImage(image, makings, context), 'whole'));
  }

  /** With a public base at hand, our own is not built: that would take most of the time of all. */
  private async needed(image: Declaration, told: Teller): Promise<string[]> {
    const all = dependencies(image);
    if (image.upstream === undefined || this.options.makings.nodeBase === 'source') return all;
    let taken = false;
    await told(async (context) => {
      taken = await takeUpstream(image, this.options.makings, context);
    }, 'part');
    return taken ? all.filter((name) => name !== image.from) : all;
  }

  /** Runs a piece of an image's work with its log open, and tells how it goes. */
  private teller(image: Declaration, status: ImageStatus): Teller {
    const steps: Step[] = [];
    const { run, makings, docker } = this.options;
    const emit = (phase: Phase): void => {
      const step: Step = {
        id: `image:${image.name}`,
        title: `Image ${image.name}`,
        at: Date.now(),
        ...phase,
      };
      steps.push(step);
      run.onStep(step);
      run.onImage({ ...status, state: 'building', steps: steps.slice(-shownSteps) });
    };
    return async (work, extent) => {
      this.signal.throwIfAborted();
      const log = createWriteStream(join(makings.cacheDir, 'logs', `image-${image.name}.log`), {
        flags: 'a',
      });
      const closed = finished(log);
      // A log that cannot be written (a full disk) must end the build, not the server.
      closed.catch((error: unknown) => this.stop.abort(error));
      if (steps.length === 0) emit({ phase: 'begin' });
      try {
        const note = (text: string): void => emit({ phase: 'note', text });
        await work({ docker, log, note, signal: this.signal, answerWithinMs: makings.registryWithinMs });
        if (extent === 'part') return;
        emit({ phase: 'end', ok: true });
        // With its steps: whoever watches from outside learns of the end by them.
        run.onImage({ ...(await statusOf(image, makings, docker)), steps: steps.slice(-shownSteps) });
      } catch (error) {
        emit({ phase: 'end', ok: false });
        throw this.failed(status, error, String(log.path));
      } finally {
        log.end();
        await closed;
      }
    };
  }

  private failed(status: ImageStatus, error: unknown, log: string): Fault {
    const fault = this.signal.aborted ? cancelled(this.signal.reason) : buildFault(status.name, log, error);
    this.stop.abort(fault);
    const { code, message, remedy, tail } = fault;
    this.options.run.onImage({
      ...status,
      state: 'failed',
      problem: { code, message, remedy, ...(tail === undefined ? {} : { tail }) },
    });
    return fault;
  }
}

type Teller = (work: (context: BuildContext) => Promise<void>, extent: 'part' | 'whole') => Promise<void>;
type Phase = { phase: 'begin' } | { phase: 'note'; text: string } | { phase: 'end'; ok: boolean };

function buildFault(name: string, log: string, error: unknown): Fault {
  if (error instanceof Fault) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new Fault('image.build-failed', `Building the image "${name}" failed: ${why}`, {
    remedy: `Read ${log}, then build again: finished steps are kept.`,
    cause: error,
  });
}

const cancelled = (cause: unknown): Fault =>
  new Fault('cancelled', 'Building the images was stopped.', {
    remedy: 'Build again to go on: finished steps are kept.',
    cause,
  });

const unknownImage = (name: string): Fault =>
  new Fault('not-found', `There is no image called "${name}".`, {
    remedy: 'Run `ckslab images list` for their names.',
  });
