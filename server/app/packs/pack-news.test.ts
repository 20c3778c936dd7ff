import { expect, test } from 'vitest';
import { MemoryClock } from '#adapters/memory/clock.ts';
import { MemoryPackCopies } from '#adapters/memory/pack-copies.ts';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import { LabId } from '#contract/ids.ts';
import type { GitSource, PackSource } from '#domain/packs/pack-source.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import { QuietLog } from '../../testing/quiet-log.ts';
import { soon } from '../../testing/soon.ts';
import type { OpenPacks } from './open-packs.ts';
import { PackNews } from './pack-news.ts';

const git: GitSource = { kind: 'git', url: 'https://git.example.org/p.git', ref: undefined };
const late: GitSource = { ...git, url: 'https://git.example.org/late.git' };
const folder = { kind: 'folder', folder: '/srv/own' } as const;
const copy = (letter: string) => ({ folder: `/cache/${letter}`, commit: letter.repeat(40), fetchedAt: 1 });

/** A server that was started with commit a of one pack, and without another that could not be had. */
function server() {
  const copies = new MemoryPackCopies();
  const labs: Pick<LabRecord, 'id' | 'scenario'>[] = [];
  const used: OpenPacks[] = [];
  const told: string[] = [];
  const log = new QuietLog();
  const bus = new LocalEventBus(log);
  bus.subscribe(({ type }) => void told.push(type));
  const clock = new MemoryClock();
  const sources: PackSource[] = [late, git, folder];
  let whileReading = (): void => undefined;
  const opened = {
    packs: [
      { source: git, folder: '/cache/a', copy: copy('a') },
      { source: folder, folder: '/srv/own' },
    ],
    faults: [{ file: late.url, message: 'the pack could not be fetched' }],
  };
  const news = new PackNews({
    packs: {
      sources,
      copies,
      opened,
      everyMs: 1000,
      scenariosIn: (where) => [`one-of-${where.split('/').at(-1)}`],
      use: async (next, mayStill) => {
        whileReading();
        if (!mayStill()) return false;
        used.push(next);
        return true;
      },
    },
    store: { active: () => labs as LabRecord[] },
    bus,
    clock,
    log,
  });
  const lab = (scenario: string) => labs.push({ id: LabId.parse('lab-aaaaaaaa'), scenario });
  const during = (work: () => void): void => {
    whileReading = work;
  };
  return { news, copies, clock, log, labs, lab, used, told, during };
}

const folders = ({ used }: ReturnType<typeof server>) =>
  used.map(({ packs }) => packs.map((pack) => pack.folder));

test('nothing happens as long as nothing new was fetched', async () => {
  const { news, copies, used, told } = server();
  copies.there.set(git.url, copy('a'));
  expect(await news.look()).toBe(false);
  expect([used, told]).toEqual([[], []]);
});

test('a newer state takes the place of the older one, once, and is told', async () => {
  const world = server();
  world.copies.there.set(git.url, copy('b'));
  expect(await world.news.look()).toBe(true);
  expect(await world.news.look()).toBe(false);
  expect(folders(world)).toEqual([['/cache/b', '/srv/own']]);
  expect(world.told).toEqual(['catalogue.changed']);
});

test('a pack that could not be had before comes to its place, and its fault goes', async () => {
  const world = server();
  world.copies.there.set(late.url, copy('c'));
  expect(await world.news.look()).toBe(true);
  expect(folders(world)).toEqual([['/cache/c', '/cache/a', '/srv/own']]);
  expect(world.used[0]?.faults).toEqual([]);
});

test('a pack stays as it is while one of its scenarios has a lab; others do not wait for it', async () => {
  const world = server();
  world.lab('one-of-a');
  world.copies.there.set(git.url, copy('b'));
  expect(await world.news.look()).toBe(false);
  world.copies.there.set(late.url, copy('c'));
  expect(await world.news.look()).toBe(true);
  expect(folders(world)).toEqual([['/cache/c', '/cache/a', '/srv/own']]);
  world.labs.length = 0;
  world.lab('one-of-own');
  expect(await world.news.look()).toBe(true);
  expect(folders(world)[1]).toEqual(['/cache/c', '/cache/b', '/srv/own']);
});

test('a lab that is asked for while the packs are read keeps its own', async () => {
  const world = server();
  world.copies.there.set(git.url, copy('b'));
  world.during(() => world.lab('one-of-a'));
  expect(await world.news.look()).toBe(false);
  expect([world.used, world.told]).toEqual([[], []]);
});

test('it looks again and again until it is closed, also after a failure', async () => {
  const world = server();
  const { copies, clock, news } = world;
  world.during(() => {
    throw new Error('the cache is gone');
  });
  copies.there.set(git.url, copy('b'));
  news.start();
  await soon(() => {
    clock.advance(1000);
    expect(world.log.entries).toContainEqual(expect.objectContaining({ text: 'packs not looked at' }));
  });
  world.during(() => undefined);
  await soon(() => {
    clock.advance(1000);
    expect(folders(world)).toEqual([['/cache/b', '/srv/own']]);
  });
  await news.close();
});
