import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adviseScenario, readExamDocs } from './advise-scenario.ts';
import { type NewScenario, writeNewScenario } from './new-scenario.ts';
import { FsScenarioLibrary, readCurriculum } from './scenario-library.ts';

const trialPack =
  'schema: cks-lab-pack/1\nid: trial\nname: Trial\nversion: 0.1.0\nlicence: Apache-2.0\ndescription: For tests\n';

const scenarios = join(import.meta.dirname, '../../../scenarios');
const wanted: NewScenario = {
  id: 'cs99-trial',
  title: 'A "title": with # signs',
  domain: 'cluster-setup',
  competency: 'CS1',
  kind: 'cluster',
  minutes: 12,
};
let pack = '';

beforeEach(async () => {
  pack = await mkdtemp(join(tmpdir(), 'cks-lab-new-'));
});
afterEach(() => rm(pack, { recursive: true, force: true }));

const write = (changes: Partial<NewScenario> = {}): Promise<string[]> =>
  writeNewScenario(
    { ...wanted, ...changes },
    { templates: join(scenarios, '.template'), pack, schema: join(scenarios, 'schema.json') },
  );

test.each(['cluster', 'host'] as const)(
  'a new %s scenario has no fault, and nothing could be better',
  async (kind) => {
    await write({ kind });
    const curriculum = await readCurriculum(join(scenarios, 'curriculum.yaml'));
    await writeFile(join(pack, 'pack.yaml'), trialPack);
    const library = new FsScenarioLibrary({ packs: [{ folder: pack, shown: 'trial' }], curriculum });
    await library.reload();
    expect(library.faults()).toEqual([]);
    const scenario = library.get('cs99-trial')?.scenario;
    const { kind: _kind, competency, ...same } = wanted;
    expect(scenario).toMatchObject({ ...same, competencies: [competency] });
    expect(scenario?.environment.kind).toBe(kind);
    const examDocs = await readExamDocs(join(scenarios, 'exam-docs.yaml'));
    for (const loaded of library.all()) expect(await adviseScenario(loaded, 'new', examDocs)).toEqual([]);
  },
);

test('its editor finds the schema from where the folder lies', async () => {
  await write();
  const text = await readFile(join(pack, 'cluster-setup/cs99-trial/scenario.yaml'), 'utf8');
  const way = /\$schema=(\S+)/.exec(text)?.[1] ?? '';
  expect(join(pack, 'cluster-setup/cs99-trial', way)).toBe(join(scenarios, 'schema.json'));
});

test('a folder that exists is refused and stays as it is', async () => {
  const folder = join(pack, 'cluster-setup/cs99-trial');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'story.md'), 'mine');
  await expect(write()).rejects.toThrow('exists already');
  expect(await readFile(join(folder, 'story.md'), 'utf8')).toBe('mine');
});
