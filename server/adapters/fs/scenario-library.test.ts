import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { Curriculum } from '#contract/scenario/curriculum.ts';
import { sampleFields } from '../../testing/sample-scenario.ts';
import { FsScenarioLibrary } from './scenario-library.ts';

const curriculum = Curriculum.parse({
  version: '1',
  domains: [
    { id: 'cluster-setup', title: 'Setup', weight: 100, competencies: [{ id: 'CS1', title: 'One' }] },
  ],
});
let pack = '';

beforeEach(async () => {
  pack = await mkdtemp(join(tmpdir(), 'cks-lab-pack-'));
});
afterEach(() => rm(pack, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(pack, path)), { recursive: true });
  await writeFile(join(pack, path), text);
}

async function writeSample(id: string, changes: Record<string, unknown> = {}): Promise<void> {
  const home = `cluster-setup/${id}`;
  await write(`${home}/scenario.yaml`, stringify({ ...sampleFields(), id, ...changes }));
  for (const file of [
    'solution/one.sh',
    'wrong/half.sh',
    'wrong/none.sh',
    'wrong/all.sh',
    'story.md',
    'explain.md',
  ]) {
    await write(`${home}/${file}`, 'true\n');
  }
  await write(`${home}/manifests/shop.yaml`, 'word: {{vars.word}}\n');
}

async function read(): Promise<FsScenarioLibrary> {
  const library = new FsScenarioLibrary({ packs: [pack], curriculum });
  await library.reload();
  return library;
}

test('a sound scenario is loaded with its texts and files', async () => {
  await writeSample('good');
  const library = await read();
  expect(library.faults()).toEqual([]);
  expect(library.get('good')?.story).toBe('true\n');
  expect(await library.get('good')?.file('manifests/shop.yaml')).toContain('vars.word');
});

test('a broken scenario is told with file, line and field, and does not hide the others', async () => {
  await writeSample('good');
  await writeSample('bad', { difficulty: 9, colour: 'red' });
  const library = await read();
  expect(library.all().map(({ scenario }) => scenario.id)).toEqual(['good']);
  const faults = library.faults();
  expect(faults.map(({ field }) => field)).toEqual(['difficulty', 'colour']);
  expect(faults[0]).toMatchObject({ file: 'cluster-setup/bad/scenario.yaml', column: 1 });
  expect(faults[0]?.line).toBeGreaterThan(1);
  expect(faults[1]?.message).toBe('there is no field colour here');
});

test('of the types of checks the one that the author meant is told', async () => {
  const guards = [{ id: 'g', title: 'G', type: 'k8s.lst', ref: { apiVersion: 'v1', kind: 'Pod' } }];
  const wrongField = [
    { id: 'g', title: 'G', type: 'net.dns', from: { machine: 'cp' }, name: 'a', expects: 'fails' },
  ];
  await writeSample('typo', { guards });
  await writeSample('field', { guards: wrongField });
  const faults = (await read()).faults();
  expect(faults.map(({ field }) => field)).toEqual(
    ['guards.0.expects', 'guards.0.expect', 'guards.0.type'].sort(),
  );
});

test('text that is no YAML is told with its line', async () => {
  await write('cluster-setup/torn/scenario.yaml', 'id: a\ntitle: [b\n');
  expect((await read()).faults()[0]).toMatchObject({ line: expect.any(Number) });
});

test('aliases that grow without bound are refused', async () => {
  const doubled = Array.from({ length: 7 }, (_, i) => `k${i + 1}: &k${i + 1} [*k${i}, *k${i}]`);
  const bomb = ['k0: &k0 [x, x]', ...doubled];
  await write('cluster-setup/bomb/scenario.yaml', `${bomb.join('\n')}\n`);
  expect((await read()).faults()[0]?.message).toMatch(/alias/i);
});

test('a file that is missing, too large or outside of the folder is refused', async () => {
  await writeSample('files', { deleteEverything: { script: 'wrong/gone.sh' } });
  await write('cluster-setup/files/solution/one.sh', '#'.repeat(300_000));
  await rm(join(pack, 'cluster-setup/files/wrong/half.sh'));
  await symlink('/etc/hostname', join(pack, 'cluster-setup/files/wrong/half.sh'));
  const faults = (await read()).faults().map(({ field, message }) => `${field}: ${message}`);
  expect(faults).toEqual([
    expect.stringMatching(/^solutions\.0\.script: .*300000 bytes/),
    expect.stringMatching(/^wrong\.0\.script: .*outside/),
    expect.stringMatching(/^deleteEverything\.script: There is no file/),
  ]);
});

test('a path that climbs out of the folder is refused', async () => {
  await writeSample('good');
  const file = (await read()).get('good')?.file('../../other');
  await expect(file).rejects.toThrow(/no file|outside/);
});

test('two packs with the same scenario: the first one wins, the other is a fault', async () => {
  await writeSample('good');
  const library = new FsScenarioLibrary({ packs: [pack, pack], curriculum });
  await library.reload();
  expect(library.all()).toHaveLength(1);
  expect(library.faults()[0]?.message).toContain('another pack');
});

test('a scenario under another name than its folder, or with an unknown competency, is a fault', async () => {
  await writeSample('moved', { id: 'other', competencies: ['CS9'] });
  expect((await read()).faults().map(({ field }) => field)).toEqual(['id', 'competencies.0']);
});

test('a manifest or script that asks for a variable that is not declared is a fault', async () => {
  await writeSample('vars');
  await write('cluster-setup/vars/manifests/shop.yaml', '{{vars.wrd}}');
  await write('cluster-setup/vars/solution/one.sh', 'echo $VAR_wrd');
  expect((await read()).faults().map(({ field }) => field)).toEqual(['setup.0.apply', 'solutions.0.script']);
});
