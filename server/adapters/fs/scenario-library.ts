import { basename, join } from 'node:path';
import type { ScenarioFault } from '#contract/api.ts';
import { Curriculum } from '#contract/scenario/curriculum.ts';
import type { LoadedPack, ListedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import { readPack } from './load-pack.ts';
import { packFolders } from './pack-folders.ts';
import { readOwnYaml } from './read-own-yaml.ts';
import { ScenarioReader } from './scenario-reader.ts';

/** A folder with a `pack.yaml` and scenarios, each as `<domain>/<id>/scenario.yaml`. */
export interface PackFolder {
  readonly folder: string;
  /** How the folder is called in faults. */
  readonly shown: string;
  /** Why not the newest state of the pack is in it. */
  readonly note?: string;
}

/** A pack as it was read, for lists. */
export interface ReadPackFolder {
  readonly pack: LoadedPack;
  readonly folder: string;
  readonly scenarios: number;
}

export interface FsLibraryParts {
  readonly packs: readonly PackFolder[];
  readonly curriculum: Curriculum;
  /** Of packs that have no folder at all. */
  readonly faults?: readonly ScenarioFault[];
}

/**
 * The scenarios of one or more packs. Call `reload` before the first use. A pack cannot take the place of what another one brought:
 * of two packs or scenarios with the same id the first one wins, also when it is broken, and the other is a fault.
 */
export class FsScenarioLibrary implements ScenarioLibrary {
  private parts: FsLibraryParts;
  private readonly reader = new ScenarioReader();
  private state = new LibraryState(this.reader);

  constructor(parts: FsLibraryParts) {
    this.parts = parts;
  }

  get curriculum(): Curriculum {
    return this.parts.curriculum;
  }

  all(): readonly ListedScenario[] {
    return [...this.state.loaded.values()];
  }

  faults(): readonly ScenarioFault[] {
    return this.state.faults;
  }

  get(id: string): ListedScenario | undefined {
    return this.state.loaded.get(id);
  }

  /** The packs that could be read, in their order. */
  packs(): readonly ReadPackFolder[] {
    return this.state.packs;
  }

  async reload(): Promise<void> {
    this.state = await this.read(this.parts);
  }

  /** Reads other packs from now on, unless it may no longer when all of them are read. False: everything is as it was. */
  async use(
    packs: Pick<FsLibraryParts, 'packs' | 'faults'>,
    mayStill: () => boolean = () => true,
  ): Promise<boolean> {
    const parts = { ...packs, curriculum: this.parts.curriculum };
    const state = await this.read(parts);
    if (!mayStill()) return false;
    this.parts = parts;
    this.state = state;
    return true;
  }

  private async read(parts: FsLibraryParts): Promise<LibraryState> {
    const known = new Set(
      parts.curriculum.domains.flatMap((d) => d.competencies.map((competency) => competency.id)),
    );
    const state = new LibraryState(this.reader);
    state.faults.push(...(parts.faults ?? []));
    for (const pack of parts.packs) {
      await state
        .add(pack, known)
        .catch((error: unknown) => state.faults.push(unreadable(pack.shown, error)));
    }
    return state;
  }
}

class LibraryState {
  readonly loaded = new Map<string, ListedScenario>();
  readonly faults: ScenarioFault[] = [];
  readonly packs: ReadPackFolder[] = [];
  /** Which file has an id first. */
  private readonly packFiles = new Map<string, string>();
  private readonly scenarioFiles = new Map<string, string>();
  private readonly reader: ScenarioReader;

  constructor(reader: ScenarioReader) {
    this.reader = reader;
  }

  async add({ folder, shown, note }: PackFolder, known: ReadonlySet<string>): Promise<void> {
    const read = await readPack(folder, shown);
    if ('faults' in read) {
      this.faults.push(...read.faults);
      return;
    }
    const { id } = read.pack;
    const first = this.packFiles.get(id);
    if (first !== undefined) {
      this.faults.push(
        read.idFault(`${first} has the pack id ${id} already, so nothing of this pack is used`),
      );
      return;
    }
    this.packFiles.set(id, join(shown, 'pack.yaml'));
    const pack = { ...read.pack, ...(note !== undefined && { note }) };
    const { ways, faults } = await packFolders(folder);
    this.faults.push(...faults.map((fault) => ({ ...fault, file: join(shown, fault.file) })));
    const before = this.loaded.size;
    for (const way of ways)
      await this.addScenario({ folder: join(folder, way), known }, join(shown, way), pack);
    this.packs.push({ pack, folder, scenarios: this.loaded.size - before });
  }

  private async addScenario(
    place: { folder: string; known: ReadonlySet<string> },
    shown: string,
    pack: LoadedPack,
  ): Promise<void> {
    const got = await this.reader.read(place, shown, pack).catch((error: unknown) => ({
      faults: [unreadable(shown, error)],
      idFault: (message: string) => ({ file: join(shown, 'scenario.yaml'), field: 'id', message }),
    }));
    // The folder bears the id, so that also a broken scenario keeps its place.
    const id = basename(place.folder);
    const first = this.scenarioFiles.get(id);
    this.faults.push(...got.faults);
    if (first !== undefined) {
      this.faults.push(got.idFault(`${first} has the scenario id ${id} already, so this one is not used`));
      return;
    }
    this.scenarioFiles.set(id, join(shown, 'scenario.yaml'));
    if ('loaded' in got && got.loaded !== undefined) this.loaded.set(id, got.loaded);
  }
}

/** What nobody thought of, such as a folder that goes away while it is read, takes nothing else down. */
const unreadable = (file: string, error: unknown): ScenarioFault => ({
  file,
  message: `this cannot be read: ${error instanceof Error ? error.message : String(error)}`,
});

/**
 * Reads the domains and competencies of the exam.
 * @throws Fault `config.invalid` with the first mistake and its line.
 */
export const readCurriculum = (file: string): Promise<Curriculum> =>
  readOwnYaml(file, Curriculum, 'Correct the curriculum file.');
