import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';

/** Where a server keeps what it must know of its clusters. */
export const clustersIn = (stateDir: string): string => join(stateDir, 'clusters');

/** `node`: the container of the control plane that it was read from. */
const Kept = z.strictObject({ node: z.string(), text: z.string() });
type Kept = z.infer<typeof Kept>;

/**
 * The administrator's kubeconfig of each cluster as it was read first. A learner is root on the control plane and may write another one
 * there, so it is read once for each control plane: another container has another authority. With a folder it outlives the server.
 */
export class AdminConfs {
  private readonly folder: string | undefined;
  private readonly known = new Map<LabId, Kept>();

  constructor(folder?: string) {
    this.folder = folder;
  }

  async of(lab: LabId, node: string, read: () => Promise<string>): Promise<string> {
    const kept = this.known.get(lab) ?? (await this.written(lab));
    if (kept?.node !== node) return this.keep(lab, { node, text: await read() });
    this.known.set(lab, kept);
    return kept.text;
  }

  async forget(lab: LabId): Promise<void> {
    this.known.delete(lab);
    if (this.folder !== undefined) await rm(fileIn(this.folder, lab), { force: true });
  }

  private async keep(lab: LabId, read: Kept): Promise<string> {
    const known = this.known.get(lab);
    // Two may have read at once: the first counts for both.
    if (known?.node === read.node) return known.text;
    this.known.set(lab, read);
    try {
      if (this.folder !== undefined) await write(this.folder, lab, read);
    } catch (error) {
      this.known.delete(lab);
      throw error;
    }
    return read.text;
  }

  private async written(lab: LabId): Promise<Kept | undefined> {
    if (this.folder === undefined) return undefined;
    const text = await readFile(fileIn(this.folder, lab), 'utf8').catch(orMissing);
    return text === undefined ? undefined : parsed(text, lab);
  }
}

const fileIn = (folder: string, lab: LabId): string => join(folder, `${lab}.json`);

/** What is there now is not taken in its place: nobody could tell who wrote it. */
function parsed(text: string, lab: LabId): Kept {
  try {
    return Kept.parse(JSON.parse(text));
  } catch (cause) {
    throw new Fault('runtime.failed', `The kubeconfig that was kept for the cluster of ${lab} is damaged.`, {
      remedy: 'Reset the lab: its cluster is then made anew.',
      cause,
    });
  }
}

async function write(folder: string, lab: LabId, kept: Kept): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${lab}.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(kept), { mode: 0o600 });
  await rename(draft, fileIn(folder, lab));
}

function orMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
