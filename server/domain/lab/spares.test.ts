import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabId } from '#contract/ids.ts';
import { LabState } from '#contract/lab.ts';
import { decideSpares, type PoolView, type Spare, type SpareDecision, type Wish } from './spares.ts';

const GiB = 1024 ** 3;
const id = (letter: string): LabId => LabId.parse(`lab-${letter.repeat(8)}`);
const needs = { memoryMiB: 1024, inotify: 30 };
const wish = (scenario: string, more: Partial<Wish> = {}): Wish => ({
  scenario,
  needs,
  looked: false,
  ...more,
});
const spare = (scenario: string, more: Partial<Spare> = {}): Spare => ({
  id: id(scenario),
  scenario,
  state: 'ready',
  needs,
  current: true,
  ...more,
});
const view = (more: Partial<PoolView> = {}): PoolView => ({
  size: 1,
  spares: [],
  wishes: [wish('a')],
  asked: [],
  busy: false,
  quiet: true,
  held: { labs: more.spares?.length ?? 0, inotify: 30 * (more.spares?.length ?? 0), startingMiB: 0 },
  room: { cores: 2, freeMemoryBytes: 16 * GiB, freeDiskBytes: 50 * GiB, inotifyInstances: undefined },
  places: 4,
  ...more,
});
const roomOf = (freeGiB: number) => ({ ...view().room, freeMemoryBytes: freeGiB * GiB });

const fill = (scenario: string): SpareDecision => ({ kind: 'fill', scenario });
const drop = (scenario: string, why: string) => ({ kind: 'drop', lab: id(scenario), why });

test('on a quiet machine with room the likeliest scenario gets a lab', () => {
  expect(decideSpares(view({ wishes: [wish('a'), wish('b')] }))).toEqual([fill('a')]);
});

describe('nothing is begun', () => {
  const cases: readonly (readonly [string, Partial<PoolView>])[] = [
    ['when none is to be kept', { size: 0 }],
    ['without a wish', { wishes: [] }],
    ['when the machine is not quiet', { quiet: false }],
    ['while a lab of a learner is being made or graded', { busy: true }],
    ['while a learner waits for one', { asked: [needs] }],
    ['where one has room, and one further lab has not', { room: roomOf(2.9) }],
    ['where all places but one are taken', { held: { labs: 3, inotify: 90, startingMiB: 0 } }],
    ['on a disk that is nearly full', { room: { ...view().room, freeDiskBytes: GiB } }],
    ['where the kernel allows one more cluster', { room: { ...view().room, inotifyInstances: 70 } }],
    ['as long as one that goes holds its room', { spares: [spare('b', { state: 'stopping' })] }],
    [
      'while another one is being made',
      { size: 2, spares: [spare('b', { state: 'preparing' })], wishes: [wish('a'), wish('b')] },
    ],
    [
      'for a smaller one that is less likely',
      { wishes: [wish('a', { needs: { memoryMiB: 60_000, inotify: 30 } }), wish('b')] },
    ],
  ];
  test.each(cases)('%s', (_, more) => {
    expect(decideSpares(view(more))).toEqual([]);
  });
});

describe('a lab that is kept ready', () => {
  const kept: readonly (readonly [string, Partial<PoolView>])[] = [
    ['on a quiet machine', {}],
    ['on a busy machine', { quiet: false }],
    ['while another lab is being made or graded, since it takes next to nothing', { busy: true }],
    ['while one is asked for that has room beside it', { asked: [needs] }],
    ['when another one is likelier, but nobody looks at that', { wishes: [wish('b'), wish('a')] }],
    ['when both are looked at', { wishes: [wish('b', { looked: true }), wish('a', { looked: true })] }],
  ];
  test.each(kept)('stays %s', (_, more) => {
    expect(decideSpares(view({ spares: [spare('a')], ...more }))).toEqual([]);
  });

  const goes: readonly (readonly [string, string, Partial<PoolView>])[] = [
    ['off', 'when none is to be kept any more', { size: 0 }],
    ['failed', 'when it failed', { spares: [spare('a', { state: 'failed' })] }],
    ['changed', 'when it would come out differently now', { spares: [spare('a', { current: false })] }],
    ['unwanted', 'when nobody will want it', { wishes: [wish('b')] }],
    [
      'busy',
      'unfinished, when a learner’s lab is being made',
      { busy: true, spares: [spare('a', { state: 'preparing' })] },
    ],
    ['room', 'when one that is asked for has no room', { asked: [{ memoryMiB: 20_000, inotify: 30 }] }],
    ['room', 'when no further lab would have room', { room: roomOf(1.5) }],
    [
      'better',
      'when somebody looks at another scenario',
      { wishes: [wish('b', { looked: true }), wish('a')] },
    ],
  ];
  test.each(goes)('goes as "%s" %s', (why, _, more) => {
    expect(decideSpares(view({ spares: [spare('a')], ...more }))).toEqual([drop('a', why)]);
  });

  test('does not go twice', () => {
    const stopping = [spare('a', { state: 'stopping', current: false })];
    expect(decideSpares(view({ spares: stopping, size: 0 }))).toEqual([]);
  });
});

test('of more than are to be kept the likeliest stay', () => {
  const spares = [spare('a'), spare('b')];
  expect(decideSpares(view({ spares, wishes: [wish('b'), wish('a')] }))).toEqual([drop('a', 'off')]);
});

test('whatever the pool looks like, it never grows beyond its size, and never takes room that a learner asked for', () => {
  const someNeeds = fc.record({ memoryMiB: fc.integer({ min: 256, max: 8192 }), inotify: fc.nat(60) });
  const letters = ['a', 'b', 'c', 'd'];
  const someSpares = fc.uniqueArray(
    fc.record({
      scenario: fc.constantFrom(...letters),
      state: fc.constantFrom(...LabState.options.filter((state) => state !== 'gone')),
      needs: someNeeds,
      current: fc.boolean(),
    }),
    { selector: ({ scenario }) => scenario },
  );
  const some = fc.record({
    size: fc.nat(3),
    spares: someSpares.map((all) => all.map((one) => ({ ...one, id: id(one.scenario) }))),
    wishes: fc.uniqueArray(
      fc.record({ scenario: fc.constantFrom(...letters), needs: someNeeds, looked: fc.boolean() }),
      { selector: ({ scenario }) => scenario },
    ),
    asked: fc.array(someNeeds, { maxLength: 2 }),
    busy: fc.boolean(),
    quiet: fc.boolean(),
    held: fc.record({ labs: fc.nat(4), inotify: fc.nat(120), startingMiB: fc.nat(4096) }),
    room: fc.nat(16).map(roomOf),
    places: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(some, (pool) => {
      const decisions = decideSpares(pool);
      const fills = decisions.filter(({ kind }) => kind === 'fill');
      expect(fills.length).toBeLessThanOrEqual(1);
      if (fills.length > 0) {
        expect(pool.spares.length).toBeLessThan(pool.size);
        expect(pool.asked).toEqual([]);
        expect(pool.quiet && !pool.busy).toBe(true);
        expect(decisions).toHaveLength(1);
      }
      const dropped = decisions.flatMap((decision) => (decision.kind === 'drop' ? [decision.lab] : []));
      expect(new Set(dropped).size).toBe(dropped.length);
      const stay = pool.spares.filter(({ id: lab, state }) => state !== 'stopping' && !dropped.includes(lab));
      if (dropped.length === 0) expect(stay.length).toBeLessThanOrEqual(pool.size);
      expect(stay.every(({ current, state }) => current && state !== 'failed')).toBe(true);
    }),
  );
});
