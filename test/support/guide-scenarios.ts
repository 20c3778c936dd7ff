import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writeNewScenario } from '#adapters/fs/new-scenario.ts';
import { FsScenarioLibrary, readCurriculum } from '#adapters/fs/scenario-library.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import { fromRoot } from '../../server/cli/places.ts';

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
  const pack = await mkdtemp(join(tmpdir(), 'cks-lab-guide-'));
  const places = {
    templates: fromRoot('scenarios/.template'),
    pack,
    schema: fromRoot('scenarios/schema.json'),
  };
  const described = { id: 'guide', name: 'The guide', version: '1.0.0', licence: 'Apache-2.0' };
  await writeFile(join(pack, 'pack.yaml'), stringify({ schema: 'cks-lab-pack/1', ...described }));
  for (const kind of ['cluster', 'host'] as const) {
    await writeNewScenario({ ...wanted, id: `ch99-new-${kind}`, kind }, places);
  }
  const curriculum = await readCurriculum(fromRoot('scenarios/curriculum.yaml'));
  const library = new FsScenarioLibrary({
    packs: [{ folder: pack, shown: 'guide' }],
    curriculum,
    faults: [],
  });
  await library.reload();
  const [fault] = library.faults();
  if (fault !== undefined) throw new Error(`${fault.file}: ${fault.message}`);
  return { scenarios: library.all(), remove: () => rm(pack, { recursive: true, force: true }) };
}
