import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LabId } from '#contract/ids.ts';
import { SnapshotView } from '#contract/snapshots.ts';
import { Fault } from '#domain/fault.ts';
import { beyondLimits, type SnapshotLimits } from '#domain/lab/snapshot-limits.ts';

const MachinePart = z.strictObject({
  machine: z.string().regex(/^[a-z0-9-]{1,63}$/),
  bytes: z.number().int(),
  sha256: z.string(),
});
type MachinePart = z.infer<typeof MachinePart>;
const Kept = SnapshotView.extend({ machines: z.array(MachinePart) });
export type KeptSnapshot = z.infer<typeof Kept>;

const index = 'snapshot.json';
/** Of one that is not complete. */
const draftEnd = '.draft';

/**
 * Archives of machines, `<lab>/<number>/<machine>.tar.gz`, with what they are in `snapshot.json`. Readable by the platform's user
 * alone. A snapshot gets its name when it is complete; what a server that was killed left half made is removed.
 */
export class SnapshotShelf {
  private readonly dir: string;
  private readonly limits: Pick<SnapshotLimits, 'count' | 'bytes'>;

  constructor(dir: string, limits: Pick<SnapshotLimits, 'count' | 'bytes'>) {
    this.dir = dir;
    this.limits = limits;
  }

  /** Newest first. What cannot be read is as good as absent. */
  async list(lab: LabId): Promise<KeptSnapshot[]> {
    const found = await Promise.all((await this.numbers(lab)).map((id) => this.read(lab, id)));
    return found.filter((each) => each !== undefined).toSorted((a, b) => b.id - a.id);
  }

  /** Makes room for a snapshot, calls `fill` to write its machines, and keeps it; without all of them it is removed again. */
  async add(
    lab: LabId,
    about: Omit<SnapshotView, 'id' | 'bytes'>,
    fill: (draft: SnapshotDraft) => Promise<void>,
  ): Promise<SnapshotView> {
    await this.sweep(lab);
    const id = Math.max(0, ...(await this.numbers(lab))) + 1;
    const folder = join(this.dir, lab, `${id}${draftEnd}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const draft = new SnapshotDraft(folder);
      await fill(draft);
      const bytes = draft.parts.reduce((sum, part) => sum + part.bytes, 0);
      const kept: KeptSnapshot = { ...about, id, bytes, machines: draft.parts };
      await writeFile(join(folder, index), JSON.stringify(kept), { mode: 0o600 });
      await rename(folder, this.folder(lab, id));
      await this.makeRoom(lab);
      return viewOf(kept);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw diskFault(error);
    }
  }

  /** A whole archive, proven to be as it was written. Throws Fault `snapshot.failed` when it is not. */
  async archive(
    lab: LabId,
    id: number,
    { machine, sha256 }: MachinePart,
  ): Promise<AsyncIterable<Uint8Array>> {
    const path = join(this.folder(lab, id), fileOf(machine));
    const sum = createHash('sha256');
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) sum.update(piece);
    if (sum.digest('hex') === sha256) return createReadStream(path);
    throw new Fault('snapshot.failed', `The saved files of ${machine} are damaged.`, {
      remedy: 'Go back to another snapshot, or reset the lab.',
    });
  }

  async forget(lab: LabId): Promise<void> {
    await rm(join(this.dir, lab), { recursive: true, force: true });
  }

  async keepOnly(labs: readonly LabId[]): Promise<void> {
    const names = (await orMissing(readdir(this.dir))) ?? [];
    const others = names.map((name) => LabId.safeParse(name)).flatMap(({ data }) => data ?? []);
    await Promise.all(others.filter((lab) => !labs.includes(lab)).map((lab) => this.forget(lab)));
  }

  private async numbers(lab: LabId): Promise<number[]> {
    const names = (await orMissing(readdir(join(this.dir, lab)))) ?? [];
    return names.filter((name) => /^[1-9]\d{0,8}$/.test(name)).map(Number);
  }

  private async read(lab: LabId, id: number): Promise<KeptSnapshot | undefined> {
    const text = await orMissing(readFile(join(this.folder(lab, id), index), 'utf8'));
    if (text === undefined) return undefined;
    try {
      return Kept.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  }

  private async makeRoom(lab: LabId): Promise<void> {
    for (const { id } of beyondLimits(await this.list(lab), this.limits)) {
      await rm(this.folder(lab, id), { recursive: true, force: true });
    }
  }

  private async sweep(lab: LabId): Promise<void> {
    const names = (await orMissing(readdir(join(this.dir, lab)))) ?? [];
    const drafts = names.filter((name) => name.endsWith(draftEnd));
    await Promise.all(drafts.map((name) => rm(join(this.dir, lab, name), { recursive: true, force: true })));
  }

  private folder(lab: LabId, id: number): string {
    return join(this.dir, lab, String(id));
  }
}

/** A snapshot that is being written. */
export class SnapshotDraft {
  readonly parts: MachinePart[] = [];
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** `write` is given what takes the archive piece by piece. */
  async add(
    machine: string,
    write: (take: (data: Uint8Array) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const file = await open(join(this.folder, fileOf(machine)), 'wx', 0o600);
    const written = { bytes: 0, sum: createHash('sha256') };
    try {
      await write((data) => append(file, written, data));
    } finally {
      await file.close();
    }
    this.parts.push({ machine, bytes: written.bytes, sha256: written.sum.digest('hex') });
  }
}

async function append(
  file: FileHandle,
  written: { bytes: number; readonly sum: Hash },
  data: Uint8Array,
): Promise<void> {
  written.bytes += data.byteLength;
  written.sum.update(data);
  await file.writeFile(data);
}

const fileOf = (machine: string): string => `${machine}.tar.gz`;

export function viewOf({ id, at, cause, bytes, answered }: KeptSnapshot): SnapshotView {
  return { id, at, cause, bytes, answered };
}

function diskFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new Fault('disk.full', 'There is no room on the disk for a snapshot of the lab.', {
    remedy: 'Make room on the disk: "./ckslab images prune" removes images that are no longer needed.',
    cause: error,
  });
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
