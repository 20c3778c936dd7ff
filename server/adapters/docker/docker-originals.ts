import { posix } from 'node:path';
import type { LabId } from '#contract/ids.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Original, Originals } from '#ports/originals.ts';
import { findMachine } from './docker-machines.ts';
import { type CallLimits, type Engine, noSignal, refusalStatus } from './engine.ts';
import { having, ownerLabel } from './labels.ts';
import { firstEntry, type TarEntry } from './tar-entry.ts';

const withinMs = 30_000;
const mostLinks = 8;
/** No program of ours comes near it. */
const mostBytes = 256 * 1024 ** 2;
/** The mark of a container that only shows what is in an image. */
const showsLabel = 'cks-lab/shows-image';

/**
 * Looks into the image itself, in a container of it that is never started: nothing that was done in a machine has a part in the
 * answer.
 */
export class DockerOriginals implements Originals {
  private readonly engine: Engine;
  private readonly owner: string;
  /** Images never change: what one held once it holds for every machine that is made of it. */
  private readonly known = new Map<string, Promise<Original>>();
  private swept: Promise<void> | undefined;

  constructor(engine: Engine, owner: string) {
    this.engine = engine;
    this.owner = owner;
  }

  async of(lab: LabId, machine: MachineName, path: string, signal: AbortSignal): Promise<Original> {
    const limits = { signal, withinMs };
    const id = await findMachine(this.engine, this.owner, lab, machine, signal);
    const { Image } = await this.engine.call('look at a machine', limits, (docker, abortSignal) =>
      docker.getContainer(id).inspect({ abortSignal }),
    );
    const key = `${Image} ${path}`;
    const known = this.known.get(key) ?? this.look(Image, path, limits);
    this.known.set(key, known);
    // What could not be told this time is asked again the next time.
    known.catch(() => this.known.delete(key));
    return known;
  }

  private async look(image: string, path: string, limits: CallLimits): Promise<Original> {
    const shown = await this.show(image, limits);
    try {
      let place = path;
      for (let links = 0; links < mostLinks; links++) {
        const entry = await this.entry(shown, place, limits);
        if (entry?.kind === 'file') return { kind: 'kept', sha256: entry.sha256 };
        if (entry?.kind !== 'link') return { kind: 'none' };
        place = posix.resolve(posix.dirname(place), entry.target);
      }
      return { kind: 'none' };
    } finally {
      await this.remove(shown);
    }
  }

  /** A container of the image, without the volumes of which the engine would make copies. */
  private async show(image: string, limits: CallLimits): Promise<string> {
    return this.engine.call('show what is in an image', limits, async (docker, abortSignal) => {
      // Before the first of ours is made: later they could not be told apart.
      this.swept ??= this.sweep(abortSignal).catch((error: unknown) => {
        this.swept = undefined;
        throw error;
      });
      await this.swept;
      const { Config } = await docker.getImage(image).inspect();
      const volumes = Object.keys(Config.Volumes ?? {});
      const { id } = await docker.createContainer({
        Image: image,
        Entrypoint: ['/never-started'],
        Labels: { [ownerLabel]: this.owner, [showsLabel]: 'true' },
        NetworkDisabled: true,
        HostConfig: {
          Mounts: volumes.map((Target) => ({ Type: 'tmpfs', Source: '', Target })),
        },
        abortSignal,
      });
      return id;
    });
  }

  /** Those that a process left which was killed. */
  private async sweep(abortSignal: AbortSignal): Promise<void> {
    const filters = having({ [ownerLabel]: this.owner, [showsLabel]: 'true' });
    const found = await this.engine.docker.listContainers({ all: true, filters, abortSignal });
    await Promise.all(found.map(({ Id }) => this.remove(Id)));
  }

  /** Also when the caller has given up meanwhile. */
  private async remove(id: string): Promise<void> {
    try {
      await this.engine.call('remove a container', { signal: noSignal, withinMs }, (docker) =>
        docker.getContainer(id).remove({ force: true, v: true }),
      );
    } catch (error) {
      if (refusalStatus(error) !== 404) throw error;
    }
  }

  private async entry(id: string, path: string, limits: CallLimits): Promise<TarEntry | undefined> {
    try {
      const archive = await this.engine.call(
        'read a program of an image',
        limits,
        async (docker, abortSignal) =>
          collected(await docker.getContainer(id).getArchive({ path, abortSignal })),
      );
      return firstEntry(archive);
    } catch (error) {
      if (refusalStatus(error) !== 404) throw error;
      // The path is not there, unless the container itself is not.
      await this.engine.call('look at an image', limits, (docker, abortSignal) =>
        docker.getContainer(id).inspect({ abortSignal }),
      );
      return undefined;
    }
  }
}

async function collected(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stream) {
    parts.push(Buffer.from(part));
    bytes += part.length;
    if (bytes > mostBytes) throw new Error('it is larger than any program of an image');
  }
  return Buffer.concat(parts);
}
