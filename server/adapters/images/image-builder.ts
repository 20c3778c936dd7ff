import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import PQueue from 'p-queue';
import type { ImageStatus } from '#contract/api.ts';
import type { OnStep, Step } from '#contract/progress.ts';
import { asFault, Fault } from '#domain/fault.ts';
import type { ImageBuilder } from '#ports/image-builder.ts';
import type { Run } from '#ports/run.ts';
import { removeLeftovers } from './build-leftovers.ts';
import { type Declaration, dependencies, loadDeclarations } from './declaration.ts';
import { requireSpace } from './disk-space.ts';
import { imageKeys } from './image-key.ts';
import { buildImage, hasImage, type ImageMakings, imageRef, type NodeBase } from './image-steps.ts';
import { loadPrograms } from './programs.ts';
import { pruneImages } from './prune-images.ts';

export interface ImageBuilderOptions {
  readonly docker: Docker;
  /** Holds `<image>/image.yaml` and `tools/`. */
  readonly imagesDir: string;
  readonly cacheDir: string;
  readonly caBundle: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nodeBase: NodeBase;
  readonly cores: number;
}

/** Room for every image, the carried layers and the compiler's caches. */
const neededBytes = 12 * 1024 ** 3;

export async function imageBuilder(options: ImageBuilderOptions): Promise<ImageBuilder> {
  const images = await loadDeclarations(options.imagesDir);
  const programs = await loadPrograms(join(options.imagesDir, 'tools'));
  const keys = imageKeys(images, programs, options.nodeBase);
  const makings: ImageMakings = {
    keys,
    programs,
    trust: { caBundle: options.caBundle, env: options.env },
    cacheDir: options.cacheDir,
    nodeBase: options.nodeBase,
  };
  return {
    ref: (name) => imageRef(name, keys),
    list: () => Promise.all([...images.values()].map((image) => statusOf(image, makings, options.docker))),
    build: (names, run) => new BuildPass(images, makings, options, run).all(names),
    prune: () => pruneImages([...images.keys()], makings, options.docker),
  };
}

async function statusOf(image: Declaration, makings: ImageMakings, docker: Docker): Promise<ImageStatus> {
  const ref = await imageRef(image.name, makings.keys);
  const common = { name: image.name, ref, purpose: image.purpose, steps: [] };
  if (!(await hasImage({ docker }, ref))) return { ...common, state: 'missing' };
  const { Size } = await docker.getImage(ref).inspect();
  return { ...common, state: 'ready', sizeBytes: Size };
}

/** One run of the builder: every image at most once, and only after what it needs. */
class BuildPass {
  private readonly started = new Map<string, Promise<void>>();
  private readonly queue: PQueue;
  private readonly images: ReadonlyMap<string, Declaration>;
  private readonly makings: ImageMakings;
  private readonly options: ImageBuilderOptions;
  private readonly run: Run & { onImage(status: ImageStatus): void };
  private readonly stop = new AbortController();

  constructor(
    images: ReadonlyMap<string, Declaration>,
    makings: ImageMakings,
    options: ImageBuilderOptions,
    run: Run & { onImage(status: ImageStatus): void },
  ) {
    this.images = images;
    this.makings = makings;
    this.options = options;
    this.run = run;
    this.queue = new PQueue({ concurrency: Math.max(1, options.cores) });
  }

  async all(names: readonly string[]): Promise<void> {
    await this.prepare();
    // The first failure stops the others: what they have finished is kept for the next time.
    const results = await Promise.allSettled(names.map((name) => this.one(name)));
    this.run.signal.throwIfAborted();
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async prepare(): Promise<void> {
    await mkdir(join(this.options.cacheDir, 'logs'), { recursive: true });
    const { DockerRootDir } = (await this.options.docker.info()) as { DockerRootDir: string };
    await requireSpace(DockerRootDir, neededBytes);
    await requireSpace(this.options.cacheDir, neededBytes);
    await removeLeftovers(this.options.docker);
  }

  private one(name: string): Promise<void> {
    const running = this.started.get(name) ?? this.start(name);
    this.started.set(name, running);
    return running;
  }

  private async start(name: string): Promise<void> {
    const image = this.images.get(name);
    if (!image) throw unknownImage(name);
    const status = await statusOf(image, this.makings, this.options.docker);
    if (status.state === 'ready') return this.run.onImage(status);
    this.run.onImage({ ...status, state: 'waiting' });
    await Promise.all(this.needed(image).map((other) => this.one(other)));
    await this.queue.add(() => this.make(image, status));
  }

  /** With a public base wanted, our own base is built only when it turns out to be needed: never in that case. */
  private needed(image: Declaration): string[] {
    const all = dependencies(image);
    const isReplaced = image.upstream !== undefined && this.options.nodeBase === 'upstream';
    return isReplaced ? all.filter((name) => name !== image.from) : all;
  }

  private async make(image: Declaration, status: ImageStatus): Promise<void> {
    const signal = AbortSignal.any([this.run.signal, this.stop.signal]);
    signal.throwIfAborted();
    const log = createWriteStream(join(this.options.cacheDir, 'logs', `image-${image.name}.log`), {
      flags: 'a',
    });
    const steps: Step[] = [];
    const emit = stepsOf(image, (step) => {
      steps.push(step);
      this.run.onStep(step);
      this.run.onImage({ ...status, state: 'building', steps: steps.slice(-20) });
    });
    emit({ phase: 'begin' });
    try {
      const note = (text: string): void => emit({ phase: 'note', text });
      await buildImage(image, this.makings, { docker: this.options.docker, log, note, signal });
      emit({ phase: 'end', ok: true });
      this.run.onImage(await statusOf(image, this.makings, this.options.docker));
    } catch (error) {
      this.stop.abort(error);
      emit({ phase: 'end', ok: false });
      this.run.onImage({ ...status, state: 'failed', problem: problemOf(error) });
      throw error;
    } finally {
      log.end();
      await finished(log);
    }
  }
}

type Phase = Step extends infer S ? (S extends Step ? Omit<S, 'id' | 'title' | 'at'> : never) : never;

const stepsOf =
  (image: Declaration, onStep: OnStep) =>
  (phase: Phase): void =>
    onStep({ id: `image:${image.name}`, title: `Image ${image.name}`, at: Date.now(), ...phase });

function problemOf(error: unknown): NonNullable<ImageStatus['problem']> {
  const fault = asFault(error);
  return { code: fault.code, message: fault.message, remedy: fault.remedy };
}

const unknownImage = (name: string): Fault =>
  new Fault('not-found', `There is no image called "${name}".`, {
    remedy: 'Run `ckslab images list` for their names.',
  });
