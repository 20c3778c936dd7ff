import { posix } from 'node:path';
import type { LabId } from '#contract/ids.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Original, Originals } from '#ports/originals.ts';
import { findMachine } from './docker-machines.ts';
import { type CallLimits, type Engine, refusalStatus } from './engine.ts';
import { firstEntry, type TarEntry } from './tar-entry.ts';

const withinMs = 30_000;
const mostLinks = 8;
/** No program of ours comes near it. */
const mostBytes = 256 * 1024 ** 2;
/** How the engine numbers a path that the image did not have. */
const added = 1;

/**
 * Asks the engine, which sees the layers of a machine's file system from below: what somebody mounted over a program, or runs
 * in the machine, has no part in the answer.
 */
export class DockerOriginals implements Originals {
  private readonly engine: Engine;
  private readonly owner: string;
  /** Images never change, so what was told once holds for every machine of the same image. */
  private readonly kept = new Map<string, Original>();

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
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const original = await this.look(id, path, limits);
    if (original.kind === 'kept') this.kept.set(key, original);
    return original;
  }

  private async look(id: string, path: string, limits: CallLimits): Promise<Original> {
    const changes = await this.changes(id, limits);
    let place = path;
    for (let links = 0; links < mostLinks; links++) {
      const change = changes.get(place);
      if (change === added) return { kind: 'none' };
      if (change !== undefined) return { kind: 'changed' };
      const entry = await this.entry(id, place, limits);
      if (entry === undefined) return { kind: 'none' };
      if (entry.kind === 'file') return { kind: 'kept', sha256: entry.sha256 };
      if (entry.kind === 'other') return { kind: 'none' };
      place = posix.resolve(posix.dirname(place), entry.target);
    }
    return { kind: 'none' };
  }

  private async changes(id: string, limits: CallLimits): Promise<ReadonlyMap<string, number>> {
    const all = await this.engine.call(
      'compare a machine with its image',
      limits,
      async (docker, abortSignal) => {
        const container = docker.getContainer(id);
        return (await container.changes({ abortSignal })) as { Path: string; Kind: number }[] | null;
      },
    );
    return new Map((all ?? []).map(({ Path, Kind }) => [Path, Kind]));
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
      if (refusalStatus(error) === 404) return undefined;
      throw error;
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
