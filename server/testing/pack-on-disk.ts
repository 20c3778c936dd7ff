import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { FsScenarioLibrary, type PackFolder } from '#adapters/fs/scenario-library.ts';
import { Curriculum } from '#contract/scenario/curriculum.ts';
import { sampleFields } from './sample-scenario.ts';

export const smallCurriculum = Curriculum.parse({
  version: '1',
  domains: [
    { id: 'cluster-setup', title: 'Setup', weight: 100, competencies: [{ id: 'CS1', title: 'One' }] },
  ],
});

/** A pack in a temporary folder of its own, for tests that read real files. */
export class PackOnDisk {
  readonly folder: string;
  readonly shown: string;

  private constructor(folder: string, shown: string) {
    this.folder = folder;
    this.shown = shown;
  }

  static async make(id = 'sample'): Promise<PackOnDisk> {
    const pack = new PackOnDisk(await mkdtemp(join(tmpdir(), 'cks-lab-pack-')), id);
    await pack.describe(id);
    return pack;
  }

  async describe(id: string, more: Record<string, unknown> = {}): Promise<void> {
    const fields = {
      schema: 'cks-lab-pack/1',
      id,
      name: `Pack ${id}`,
      version: '1.0.0',
      licence: 'Apache-2.0',
    };
    await this.write('pack.yaml', stringify({ ...fields, ...more }));
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(this.folder, path)), { recursive: true });
    await writeFile(join(this.folder, path), content);
  }

  /** A sound scenario in cluster-setup, with some fields replaced. Gives the way to its folder. */
  async writeSample(id: string, changes: Record<string, unknown> = {}): Promise<string> {
    const home = `cluster-setup/${id}`;
    await this.write(`${home}/scenario.yaml`, stringify({ ...sampleFields(), id, ...changes }));
    const files = [
      'solution/one.sh',
      'wrong/half.sh',
      'wrong/none.sh',
      'wrong/all.sh',
      'story.md',
      'explain.md',
    ];
    for (const file of files) await this.write(`${home}/${file}`, 'true\n');
    await this.write(`${home}/manifests/shop.yaml`, 'word: {{vars.word}}\n');
    return home;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** The library over some packs, read once. */
export async function readPacks(...packs: readonly PackFolder[]): Promise<FsScenarioLibrary> {
  const library = new FsScenarioLibrary({ packs, curriculum: smallCurriculum });
  await library.reload();
  return library;
}
