import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Catalogue } from '#app/catalogue/catalogue.ts';
import { PackNews } from '#app/packs/pack-news.ts';
import { MemoryClock } from '#adapters/memory/clock.ts';
import { MemoryLabStore } from '#adapters/memory/lab-store.ts';
import { MemoryMachineFacts } from '#adapters/memory/machine-facts.ts';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import { LabId } from '#contract/ids.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import { readConfig } from './config.ts';
import { openScenarios, type ScenarioSide, usedPacks } from './scenario-side.ts';
import { PackOnDisk } from './testing/pack-on-disk.ts';
import { QuietLog } from './testing/quiet-log.ts';

const scenarios = join(import.meta.dirname, '../scenarios');
let cache = '';
let side: ScenarioSide;

const open = (packs = ''): Promise<ScenarioSide> =>
  openScenarios(readConfig({ CKSLAB_CACHE: cache, CKSLAB_PACKS: packs }), {
    update: 'never',
    signal: AbortSignal.timeout(60_000),
  });

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'cks-lab-cache-'));
  side = await open();
});
afterAll(() => rm(cache, { recursive: true }));

test('the scenarios that come with CKS Lab have no mistakes', () => {
  expect(side.library.faults()).toEqual([]);
  expect(side.library.packs()).toMatchObject([{ pack: { id: 'cks-lab', licence: 'Apache-2.0' } }]);
});

test('cs01 can be read in German, in the catalogue and as a whole', async () => {
  const catalogue = new Catalogue({
    library: side.library,
    store: new MemoryLabStore(),
    facts: new MemoryMachineFacts(),
    missingImages: () => [],
  });
  const id = 'cs01-netpol-two-tiers';
  const { scenarios: rows } = await catalogue.all(['de']);
  expect(rows.find((row) => row.id === id)).toMatchObject({
    language: 'de',
    title: 'Einen Namespace schließen und zwei Türen öffnen',
    competencies: [{ id: 'CS1', title: 'Network policies that restrict access inside the cluster' }],
  });
  const detail = await catalogue.detail(id, ['de-CH', 'en'], { apiPort: '8181' });
  expect(detail.story).toContain('Das Shop-Team hat seinen Bestelldienst');
  expect(detail.story).toContain('`8181`');
  expect(detail.tasks.map(({ title }) => title)).toEqual(['Alles sperren', 'Zwei Türen']);
  expect(detail.tasks[1]?.prompt).toContain('auf dem TCP-Port `8181`');
  expect((await catalogue.detail(id, ['fr'])).language).toBe('en');
});

test('a configured folder is a pack beside the own one, and cannot take the place of its scenarios', async () => {
  const pack = await PackOnDisk.make('extra');
  await pack.writeSample('extra-one');
  await pack.writeSample('cs01-netpol-two-tiers', { title: 'An impostor' });
  const { library } = await open(pack.folder);
  expect(library.get('extra-one')?.pack.id).toBe('extra');
  expect(library.get('cs01-netpol-two-tiers')?.pack.id).toBe('cks-lab');
  expect(library.faults()).toEqual([
    expect.objectContaining({
      file: join(pack.folder, 'cluster-setup/cs01-netpol-two-tiers/scenario.yaml'),
      field: 'id',
      message: expect.stringContaining('scenarios/cluster-setup/cs01-netpol-two-tiers/scenario.yaml'),
    }),
  ]);
  await pack.remove();
});

test('a pack of git that was updated is read by whoever has opened it, and the older files stay for who holds them', async () => {
  const pack = await PackOnDisk.make('extra');
  const git = (...args: string[]) =>
    execa('git', ['-C', pack.folder, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args]);
  const commit = async (summary: string): Promise<void> => {
    await pack.writeSample('extra-one', { summary });
    await git('add', '--all');
    await git('commit', '--quiet', '--message', summary);
  };
  await git('init', '--quiet', '--initial-branch=main');
  await commit('The first.');
  const packs = `file://${pack.folder}`;
  const opened = await open(packs);
  const before = opened.library.get('extra-one');
  await commit('The second.');
  const config = readConfig({ CKSLAB_CACHE: cache, CKSLAB_PACKS: packs });
  const active: LabRecord[] = [];
  const log = new QuietLog();
  const news = new PackNews({
    packs: usedPacks(config, opened),
    store: { active: () => active },
    bus: new LocalEventBus(log),
    clock: new MemoryClock(),
    log,
  });
  expect(await news.look()).toBe(false);
  // As `ckslab pack update` does it, in a process of its own.
  await openScenarios(config, { update: 'always', signal: AbortSignal.timeout(60_000) });
  active.push({ id: LabId.parse('lab-aaaaaaaa'), scenario: 'extra-one' } as LabRecord);
  expect(await news.look()).toBe(false);
  expect(opened.library.get('extra-one')).toBe(before);
  active.length = 0;
  expect(await news.look()).toBe(true);
  expect(opened.library.get('extra-one')?.scenario.summary).toBe('The second.');
  expect(opened.library.get('cs01-netpol-two-tiers')).toBeDefined();
  expect(await before?.file('solution/one.sh')).toBe('true\n');
  await pack.remove();
});

/** Files whose form has a schema, and which. */
const schemas: Readonly<Record<string, string>> = {
  'scenario.yaml': 'schema.json',
  'pack.yaml': 'pack.schema.json',
  'prompts.yaml': 'translation.schema.json',
};

test('every file of the own pack tells editors its schema in its first line', async () => {
  const files = (await readdir(scenarios, { recursive: true })).filter(
    // The template's schema is named when a scenario is written from it.
    (file) => !file.startsWith('.template/') && (file.split('/').at(-1) ?? '') in schemas,
  );
  expect(files.length).toBeGreaterThan(side.library.all().length);
  for (const file of files) {
    const [first = ''] = (await readFile(join(scenarios, file), 'utf8')).split('\n');
    const named = /^# yaml-language-server: \$schema=(.+)$/.exec(first)?.[1] ?? 'nothing';
    const schema = relative(scenarios, resolve(scenarios, dirname(file), named));
    expect(`${file}: ${schema}`).toBe(`${file}: ${schemas[file.split('/').at(-1) ?? '']}`);
  }
});
