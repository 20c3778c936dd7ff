import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import { MemoryFolderWatcher } from '#adapters/memory/folder-watcher.ts';
import { FsFolderWatcher } from '#adapters/fs/fs-folder-watcher.ts';
import { Catalogue } from '#contract/api.ts';
import type { LabEvent } from '#ports/events.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { PackOnDisk, readPacks } from '../../testing/pack-on-disk.ts';
import { sampleFields } from '../../testing/sample-scenario.ts';
import { QuietLog } from '../../testing/quiet-log.ts';
import { ServerWorld } from '../../testing/server-world.ts';
import { LiveCatalogue } from './live-catalogue.ts';

const log = new QuietLog();

function live(library: ScenarioLibrary) {
  const bus = new LocalEventBus(log);
  const events: LabEvent[] = [];
  bus.subscribe((event) => events.push(event));
  const watcher = new MemoryFolderWatcher();
  const catalogue = new LiveCatalogue({ watching: { watcher, folders: [] }, library, bus, log });
  catalogue.start();
  return { catalogue, watcher, events };
}

test('changes that come while the files are read cost one more reading, however many they are', async () => {
  const gates: (() => void)[] = [];
  const library = new MemoryScenarioLibrary([]);
  library.reload = () => new Promise<void>((resolve) => gates.push(resolve));
  const { catalogue, watcher, events } = live(library);
  for (let n = 0; n < 5; n++) watcher.change();
  gates[0]?.();
  await expect.poll(() => gates.length).toBe(2);
  gates[1]?.();
  await catalogue.close();
  expect([gates.length, events.length]).toEqual([2, 2]);
  expect(watcher.watched).toBe(false);
});

test('a reading that fails leaves everything as it was, and the next change is read', async () => {
  const library = new MemoryScenarioLibrary([]);
  const sound = library.reload.bind(library);
  library.reload = () => Promise.reject(new Error('the disk is away'));
  const { watcher, events, catalogue } = live(library);
  await expect.poll(() => log.entries.some(({ text }) => text === 'scenarios not read')).toBe(true);
  expect(events).toEqual([]);
  library.reload = sound;
  watcher.change();
  await catalogue.close();
  expect(events).toEqual([{ type: 'catalogue.changed' }]);
});

let pack: PackOnDisk;
let world: ServerWorld;
beforeEach(async () => {
  pack = await PackOnDisk.make();
  await pack.writeSample('one');
  const library = await readPacks(pack);
  world = new ServerWorld();
  world.files = { library, watching: { folders: [pack.folder], watcher: new FsFolderWatcher(world.log) } };
  await world.open();
  await world.enter();
});
afterEach(async () => {
  await world.close();
  await pack.remove();
});

async function shown(): Promise<{ titles: string[]; faults: (string | undefined)[] }> {
  const { scenarios, faults } = Catalogue.parse(await (await world.ask('/api/scenarios')).json());
  return { titles: scenarios.map(({ title }) => title), faults: faults.map(({ field }) => field) };
}

test('a saved scenario reaches the page, with its faults, and so does its repair', async () => {
  const socket = world.socket('/labs');
  // The first word: everything is watched from now on.
  await new Promise((resolve) =>
    socket.once('catalogue.changed', () => resolve(undefined)).once('connect_error', resolve),
  );
  const saved = async (changes: Record<string, unknown>): Promise<void> => {
    const heard = new Promise((resolve) => socket.once('catalogue.changed', () => resolve(undefined)));
    const fields = { ...sampleFields(), id: 'one', ...changes };
    await pack.write('cluster-setup/one/scenario.yaml', stringify(fields));
    await heard;
  };
  // A file that is written slowly is read twice.
  await saved({ title: 'Another title' });
  await expect.poll(shown).toEqual({ titles: ['Another title'], faults: [] });
  await saved({ minutes: 'five' });
  await expect.poll(shown).toEqual({ titles: [], faults: ['minutes'] });
  await saved({ title: 'Repaired' });
  await expect.poll(shown).toEqual({ titles: ['Repaired'], faults: [] });
});
