import { writeNewScenario } from '#adapters/fs/new-scenario.ts';
import { FsScenarioLibrary, readCurriculum } from '#adapters/fs/scenario-library.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import { fromRoot } from '../../server/cli/places.ts';
import { PackOnDisk } from '../../server/testing/pack-on-disk.ts';

export interface GuideScenarios {
  /** One for each kind of lab. */
  readonly scenarios: readonly LoadedScenario[];
  /** Only when nothing reads them any more. */
  remove(): Promise<void>;
}

const wanted = {
  title: 'As it is written',
  domain: 'cluster-hardening',
  competency: 'CH2',
  minutes: 10,
} as const;

/** What `ckslab scenario new` writes, unchanged: the example from which docs/authoring.md leads on. */
export async function guideScenarios(): Promise<GuideScenarios> {
  const pack = await PackOnDisk.make('guide');
  const places = {
    templates: fromRoot('scenarios/.template'),
    pack: pack.folder,
    schema: fromRoot('scenarios/schema.json'),
  };
  for (const kind of ['cluster', 'host'] as const) {
    await writeNewScenario({ ...wanted, id: `ch99-new-${kind}`, kind }, places);
  }
  const curriculum = await readCurriculum(fromRoot('scenarios/curriculum.yaml'));
  const library = new FsScenarioLibrary({ packs: [pack], curriculum });
  await library.reload();
  const [fault] = library.faults();
  if (fault !== undefined) throw new Error(`${fault.file}: ${fault.message}`);
  return { scenarios: library.all(), remove: () => pack.remove() };
}
