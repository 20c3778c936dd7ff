import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { ScenarioFault } from '#contract/api.ts';
import { PackOnDisk, readPacks } from '../../testing/pack-on-disk.ts';
import { sampleFields } from '../../testing/sample-scenario.ts';

const fixture = join(import.meta.dirname, '../../testing/broken-pack');

describe('a scenario with every fault', () => {
  const home = 'broken/cluster-setup/with-every-fault';
  let folder = '';
  let faults: readonly ScenarioFault[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cks-lab-broken-'));
    await cp(fixture, folder, { recursive: true });
    const scenario = join(folder, 'cluster-setup/with-every-fault');
    await symlink('/etc/hostname', join(scenario, 'wrong/link.sh'));
    await mkdir(join(scenario, 'solution'), { recursive: true });
    await writeFile(join(scenario, 'solution/huge.sh'), '#'.repeat(300_000));
    await writeFile(join(scenario, 'wrong/garbage.sh'), Uint8Array.from([35, 33, 10, 127, 69, 0, 255, 254]));
    faults = (await readPacks({ folder, shown: 'broken' })).faults();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const of = (file: string): string[] =>
    faults
      .filter((fault) => fault.file === `${home}/${file}`)
      .map(({ line, column, field, message }) => `${line}:${column} ${field}: ${message}`);

  test('is told each of them in one reading, with its line, column and field', () => {
    expect(of('scenario.yaml')).toEqual([
      '3:1 id: the folder is called with-every-fault',
      '5:1 title: the field title stands here twice',
      '7:1 domain: the folder lies in cluster-setup',
      '8:21 competencies.1: the curriculum has no competency CS8',
      '9:1 difficulty: Too big: expected number to be <=5',
      '10:1 minutes: Invalid input: expected number, received string',
      '12:1 colour: there is no field colour here',
      expect.stringMatching(/^15:26 requirements\.kernel\.0: Invalid option/),
      '18:7 terminals.1.id: there are two terminals with the id workstation',
      '18:24 terminals.1.on: the environment has no machine worker; it has workstation, cp',
      '21:11 vars.door.port: give the first and the last port, between 1 and 65535',
      '22:3 vars.Big: this name cannot be used: Invalid string: must match pattern /^[a-z][A-Za-z0-9]*$/',
      '24:47 setup.0.apply: There is no file manifests/missing.yaml.',
      '25:50 setup.1.apply: manifests/unknown-variable.yaml asks for nobody, which is not under vars',
      '26:23 setup.2.apply: name a file inside the scenario folder',
      '28:20 setup.3.run.script: wrong/link.sh lies outside of its folder.',
      '30:113 setup.4.wait.retry.for: write a duration as 500ms, 10s or 2m',
      '34:5 tasks.0.prompt: there is no variable wrod under vars',
      '37:117 tasks.0.checks.0.expect.0.cel: not a CEL expression: Unexpected token: EOF',
      '38:95 tasks.0.checks.1.text.matches: not a regular expression: Invalid regular expression: /(/m: Unterminated group',
      '39:11 tasks.0.checks.2.id: there are two checks with the id cel',
      expect.stringMatching(/^40:45 tasks\.0\.checks\.3\.type: use 'k8s\.object' \| /),
      '41:9 tasks.0.checks.4.path: this field is missing: string is expected',
      '42:38 tasks.0.checks.5.points: Invalid input: expected number, received string',
      '43:21 tasks.0.checks.6.id: the field id stands here twice',
      '44:5 tasks.1.id: there are two tasks with the id first',
      '49:9 tasks.1.checks.0: expect an exit code or some output',
      '51:5 guards.0: guard is a guard and carries neither points nor a gate',
      '53:16 solutions.0.script: solution/huge.sh has 300000 bytes; at most 262144 are read.',
      '55:22 wrong.0.script: wrong/garbage.sh is no text in UTF-8',
      '56:22 wrong.1.script: wrong/empty.sh is empty',
      '57:22 wrong.2.script: name a file inside the scenario folder',
      '58:21 deleteEverything.script: wrong/all.sh asks for nothing, which is not under vars',
      '59:10 docs.0.url: Invalid URL',
    ]);
  });

  test('is told of its texts and translations too', () => {
    expect(of('story.md')).toEqual(['undefined:undefined undefined: There is no file story.md.']);
    expect(of('explain.md')).toEqual(['2:4 undefined: there is no variable magic under vars']);
    expect(of('i18n/german')).toEqual(['undefined:undefined undefined: write a language as de or pt-BR']);
    expect(of('i18n/de/explain.md')).toEqual([
      'undefined:undefined undefined: There is no file i18n/de/explain.md.',
    ]);
    expect(of('i18n/de/story.md')).toEqual(['1:21 undefined: the original does not name {{vars.wort}} here']);
    expect(of('i18n/de/prompts.yaml')).toEqual([
      '1:1 summary: this field is missing: string is expected',
      '4:47 tasks.first.hint: there is no field hint here',
      '5:3 tasks.third: the scenario has no task third',
    ]);
  });
});

describe('a file that is no scenario at all', () => {
  let pack: PackOnDisk;
  beforeEach(async () => {
    pack = await PackOnDisk.make();
    await pack.writeSample('good');
  });
  afterEach(() => pack.remove());

  /** What is told of a scenario file with this content; the sound scenario beside it must be there all the same. */
  async function told(content: string | Uint8Array): Promise<readonly ScenarioFault[]> {
    await pack.writeSample('bad');
    await pack.write('cluster-setup/bad/scenario.yaml', content);
    const library = await readPacks(pack);
    expect(library.all().map(({ scenario }) => scenario.id)).toEqual(['good']);
    return library.faults();
  }

  const doubled = Array.from({ length: 30 }, (_, i) => `k${i + 1}: &k${i + 1} [*k${i}, *k${i}]`);

  test.each([
    ['empty', '', { line: 1, column: 1, message: 'scenario.yaml is empty' }],
    ['nothing but comments', '# soon\n', { line: 1, column: 1, message: 'the file is empty' }],
    ['a list', '- a\n', { line: 1, column: 1, message: expect.stringContaining('expected object') }],
    ['torn', 'id: a\ntitle: [b\n', { line: 3, column: 1, message: expect.stringContaining('Flow sequence') }],
    [
      'two documents',
      'id: a\n---\nid: b\n',
      { line: 2, column: 1, message: expect.stringContaining('multiple documents') },
    ],
    [
      'a bomb of aliases',
      `${['k0: &k0 [x, x]', ...doubled].join('\n')}\n`,
      { line: 2, column: 10, message: expect.stringMatching(/alias/i) },
    ],
    [
      'an alias of nothing',
      'id: *gone\n',
      { line: 1, column: 5, message: expect.stringMatching(/alias.*gone/i) },
    ],
    [
      'an alias in itself',
      'id: &a [*a]\n',
      { line: 1, column: 9, message: expect.stringContaining('alias') },
    ],
    [
      'a tag that would make code',
      'id: !!js/function "x"\n',
      { line: 1, column: 5, message: expect.stringContaining('tag') },
    ],
    [
      'bytes that are no text',
      Uint8Array.from([105, 100, 10, 0, 255]),
      { line: 2, column: 1, message: 'scenario.yaml is no text in UTF-8' },
    ],
    [
      'text in another encoding',
      Uint8Array.from([105, 100, 58, 32, 0xe4]),
      { line: 1, column: 5, message: 'scenario.yaml is no text in UTF-8' },
    ],
    [
      'larger than what is read',
      '#'.repeat(300_000),
      { message: 'scenario.yaml has 300000 bytes; at most 262144 are read.' },
    ],
  ])('%s', async (_, content, fault) => {
    expect(await told(content)).toEqual([{ file: 'sample/cluster-setup/bad/scenario.yaml', ...fault }]);
  });

  test('nested without end', async () => {
    const [first] = await told('['.repeat(100_000));
    expect(first).toMatchObject({ line: 1, message: expect.any(String) });
  });

  test('with names that mean something to the machine', async () => {
    const faults = await told(
      `__proto__: { id: a }\nconstructor: 1\n${stringify({ ...sampleFields(), id: 'bad' })}`,
    );
    expect(faults.map(({ line, field }) => `${line} ${field}`)).toEqual(['1 __proto__', '2 constructor']);
  });

  test('but a folder, a pipe, or a link out of the pack', async () => {
    await mkdir(join(pack.folder, 'cluster-setup/folder/scenario.yaml'), { recursive: true });
    await mkdir(join(pack.folder, 'cluster-setup/pipe'));
    await execa('mkfifo', [join(pack.folder, 'cluster-setup/pipe/scenario.yaml')]);
    await mkdir(join(pack.folder, 'cluster-setup/link'));
    await symlink('/etc/hostname', join(pack.folder, 'cluster-setup/link/scenario.yaml'));
    await mkdir(join(pack.folder, 'cluster-setup/nothing'));
    const library = await readPacks(pack);
    const mains = library.faults().filter(({ file }) => file.endsWith('scenario.yaml'));
    expect(mains.map(({ message }) => message)).toEqual([
      'scenario.yaml is not a plain file.',
      'scenario.yaml lies outside of its folder.',
      'There is no file scenario.yaml.',
      'scenario.yaml is not a plain file.',
    ]);
    expect(library.all()).toHaveLength(1);
  });
});

test('a pack that describes itself with garbage is one fault, and the others are there', async () => {
  const [good, bad] = [await PackOnDisk.make('good'), await PackOnDisk.make('bad')];
  await good.writeSample('one');
  await bad.write('pack.yaml', Uint8Array.from([0, 1, 2]));
  const library = await readPacks(bad, good);
  expect(library.all()).toHaveLength(1);
  expect(library.faults()).toEqual([
    { file: 'bad/pack.yaml', line: 1, column: 1, message: 'pack.yaml is no text in UTF-8' },
  ]);
  await Promise.all([good.remove(), bad.remove()]);
});

test('a translation with a fault is left out, and its scenario is not', async () => {
  const pack = await PackOnDisk.make();
  const home = await pack.writeSample('good');
  await pack.write(`${home}/i18n/de/story.md`, 'Eine Geschichte\n');
  const library = await readPacks(pack);
  expect(library.get('good')?.translations).toEqual({});
  expect(library.faults().map(({ file }) => file)).toEqual([
    `sample/${home}/i18n/de/explain.md`,
    `sample/${home}/i18n/de/prompts.yaml`,
  ]);
  await pack.remove();
});

test('a translation shows no value that the original keeps secret', async () => {
  const pack = await PackOnDisk.make();
  const home = await pack.writeSample('good');
  await pack.write(`${home}/i18n/de/story.md`, 'Der Wert ist {{vars.marker}}.\n');
  await pack.write(`${home}/i18n/de/explain.md`, 'Darum.\n');
  const tasks = { first: task('Schreibe {{vars.word}}.'), second: task('Schließe es.') };
  const german = { schema: 'cks-lab-translation/1', title: 'Muster', summary: 'Kurz.', tasks };
  await pack.write(`${home}/i18n/de/prompts.yaml`, stringify(german));
  const library = await readPacks(pack);
  expect(library.faults()).toEqual([
    {
      file: `sample/${home}/i18n/de/story.md`,
      line: 1,
      column: 14,
      message: 'the original does not name {{vars.marker}} here',
    },
  ]);
  await pack.write(`${home}/i18n/de/story.md`, 'Eine Geschichte.\n');
  await library.reload();
  expect(library.get('good')?.translations['de']?.story).toBe('Eine Geschichte.\n');
  await pack.remove();
});

const task = (prompt: string) => ({ title: 'Aufgabe', prompt });

test('a file or a link in place of the folder of translations is a fault, and shows nothing of where it leads', async () => {
  const pack = await PackOnDisk.make();
  await pack.write(`${await pack.writeSample('one')}/i18n`, 'text');
  await symlink('/etc', join(pack.folder, await pack.writeSample('two'), 'i18n'));
  const library = await readPacks(pack);
  expect(library.all()).toHaveLength(2);
  expect(library.faults().map(({ file, message }) => `${file}: ${message}`)).toEqual([
    'sample/cluster-setup/one/i18n: this is no folder',
    'sample/cluster-setup/two/i18n: this is no folder',
  ]);
  await pack.remove();
});
