import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PackOnDisk, readPacks } from '../../testing/pack-on-disk.ts';
import type { FsScenarioLibrary } from './scenario-library.ts';

let pack: PackOnDisk;
beforeEach(async () => {
  pack = await PackOnDisk.make();
});
afterEach(() => pack.remove());

const read = (): Promise<FsScenarioLibrary> => readPacks(pack);

test('a sound scenario is loaded with its texts, its files and its pack', async () => {
  await pack.writeSample('good');
  const library = await read();
  expect(library.faults()).toEqual([]);
  expect(library.get('good')?.story).toBe('true\n');
  expect(await library.get('good')?.file('manifests/shop.yaml')).toContain('vars.word');
  expect(library.get('good')?.pack).toMatchObject({ id: 'sample', version: '1.0.0', licence: 'Apache-2.0' });
});

test('a broken scenario is told with file, line and field, and does not hide the others', async () => {
  await pack.writeSample('good');
  await pack.writeSample('bad', { difficulty: 9, colour: 'red' });
  const library = await read();
  expect(library.all().map(({ scenario }) => scenario.id)).toEqual(['good']);
  const faults = library.faults();
  expect(faults.map(({ field }) => field)).toEqual(['difficulty', 'colour']);
  expect(faults[0]).toMatchObject({ file: 'sample/cluster-setup/bad/scenario.yaml', column: 1 });
  expect(faults[0]?.line).toBeGreaterThan(1);
  expect(faults[1]?.message).toBe('there is no field colour here');
});

test('of the types of checks the one that the author meant is told', async () => {
  const guards = [{ id: 'g', title: 'G', type: 'k8s.lst', ref: { apiVersion: 'v1', kind: 'Pod' } }];
  const wrongField = [
    { id: 'g', title: 'G', type: 'net.dns', from: { machine: 'cp' }, name: 'a', expects: 'fails' },
  ];
  await pack.writeSample('typo', { guards });
  await pack.writeSample('field', { guards: wrongField });
  const faults = (await read()).faults();
  expect(new Set(faults.map(({ field }) => field))).toEqual(
    new Set(['guards.0.expects', 'guards.0.expect', 'guards.0.type']),
  );
});

test('a scenario under another name than its folder, or with an unknown competency, is a fault', async () => {
  await pack.writeSample('moved', { id: 'other', competencies: ['CS9'] });
  expect((await read()).faults().map(({ field }) => field)).toEqual(['id', 'competencies.0']);
});

test('a manifest or script that asks for a variable that is not declared is a fault', async () => {
  await pack.writeSample('vars');
  await pack.write('cluster-setup/vars/manifests/shop.yaml', '{{vars.wrd}}');
  await pack.write('cluster-setup/vars/solution/one.sh', 'echo $VAR_wrd');
  expect((await read()).faults().map(({ field }) => field)).toEqual(['setup.0.apply', 'solutions.0.script']);
});

test('a file is read again each time, from inside of the folder only', async () => {
  await pack.writeSample('good');
  const file = (path: string) => readPacks(pack).then((library) => library.get('good')?.file(path));
  await expect(file('../../pack.yaml')).rejects.toThrow(/outside/);
  await expect(file('/etc/hostname')).rejects.toThrow(/no file|outside/);
});

describe('several packs', () => {
  let other: PackOnDisk;
  beforeEach(async () => {
    other = await PackOnDisk.make('other');
  });
  afterEach(() => other.remove());

  test('bring their scenarios together', async () => {
    await pack.writeSample('one');
    await other.writeSample('two');
    const library = await readPacks(pack, other);
    expect(library.all().map((loaded) => [loaded.scenario.id, loaded.pack.id])).toEqual([
      ['one', 'sample'],
      ['two', 'other'],
    ]);
    expect(library.packs().map(({ pack, scenarios }) => [pack.name, scenarios])).toEqual([
      ['Pack sample', 1],
      ['Pack other', 1],
    ]);
  });

  test('cannot take the id of a scenario: the first one wins, and the fault names both files', async () => {
    await pack.writeSample('same', { title: 'First' });
    await other.writeSample('same', { title: 'Second' });
    const library = await readPacks(pack, other);
    expect(library.all().map(({ scenario }) => scenario.title)).toEqual(['First']);
    expect(library.faults()).toEqual([
      {
        file: 'other/cluster-setup/same/scenario.yaml',
        line: 2,
        column: 1,
        field: 'id',
        message:
          'sample/cluster-setup/same/scenario.yaml has the scenario id same already, so this one is not used',
      },
    ]);
  });

  test('cannot take the id of a scenario that is broken', async () => {
    await pack.writeSample('same', { difficulty: 9 });
    await other.writeSample('same');
    const library = await readPacks(pack, other);
    expect(library.all()).toEqual([]);
    expect(library.faults().map(({ field }) => field)).toEqual(['difficulty', 'id']);
  });

  test('cannot share the id of a pack: nothing of the second is used', async () => {
    await other.describe('sample');
    await other.writeSample('two');
    const library = await readPacks(pack, other);
    expect(library.all()).toEqual([]);
    expect(library.faults()).toEqual([
      expect.objectContaining({
        file: 'other/pack.yaml',
        field: 'id',
        message: expect.stringContaining('sample/pack.yaml'),
      }),
    ]);
  });

  test('are used when one of them is gone or says nothing about itself', async () => {
    await pack.writeSample('one');
    await rm(join(other.folder, 'pack.yaml'));
    const gone = { folder: join(other.folder, 'nowhere'), shown: 'gone' };
    const library = await readPacks(other, gone, pack);
    expect(library.all().map(({ scenario }) => scenario.id)).toEqual(['one']);
    expect(library.faults()).toEqual([
      { file: 'other/pack.yaml', message: 'There is no file pack.yaml.' },
      { file: 'gone', message: 'there is no such folder' },
    ]);
  });

  test('tell every mistake of pack.yaml with its place', async () => {
    await other.describe('Other', { version: '1', license: 'MIT', homepage: 'javascript:alert(1)' });
    expect((await readPacks(other)).faults().map(({ line, field }) => [line, field])).toEqual([
      [2, 'id'],
      [4, 'version'],
      [7, 'homepage'],
      [6, 'license'],
    ]);
  });
});

describe('two folders with one id', () => {
  test('in one pack are a fault that names both files', async () => {
    await pack.writeSample('same');
    await mkdir(join(pack.folder, 'runtime'));
    await pack.writeSample('move', { id: 'same', domain: 'runtime' });
    await rename(join(pack.folder, 'cluster-setup/move'), join(pack.folder, 'runtime/same'));
    const library = await read();
    expect(library.all()).toHaveLength(1);
    expect(library.faults()[0]).toMatchObject({
      file: 'sample/runtime/same/scenario.yaml',
      message: expect.stringContaining('sample/cluster-setup/same/scenario.yaml'),
    });
  });
});

describe('the folder of a pack', () => {
  test('holds no links in place of folders', async () => {
    await pack.writeSample('good');
    await symlink('/etc', join(pack.folder, 'cluster-setup/linked'));
    await symlink('/etc', join(pack.folder, 'runtime'));
    const library = await read();
    expect(library.all()).toHaveLength(1);
    expect(library.faults().map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'sample/runtime: this is a link; put the folder itself here',
      'sample/cluster-setup/linked: this is a link; put the folder itself here',
    ]);
  });

  test('with a domain that does not exist is told, so that its scenarios are not missed in silence', async () => {
    await pack.write('cluster_setup/lost/scenario.yaml', 'id: lost\n');
    await pack.write('docs/notes.md', 'Notes');
    expect((await read()).faults()).toEqual([
      { file: 'sample/cluster_setup', message: expect.stringContaining('there is no domain cluster_setup') },
    ]);
  });
});
