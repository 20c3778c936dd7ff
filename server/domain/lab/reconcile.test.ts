import { describe, expect, test } from 'vitest';
import { LabId } from '#contract/ids.ts';
import { LabState } from '#contract/lab.ts';
import { decide, type FoundLab, type KnownLab } from './reconcile.ts';

const id = LabId.parse('lab-aaaaaaaa');
const lab = (more: Partial<KnownLab> = {}): KnownLab => ({
  id,
  state: 'ready',
  wanted: 'ready',
  machines: ['cp', 'workstation'],
  waitsFor: [],
  needs: { memoryMiB: 2048, inotify: 30 },
  ...more,
});
const machine = (name: string, running = true, role = 'node') => ({ name, role, running });
const whole: FoundLab = { lab: id, machines: [machine('cp'), machine('workstation')] };
const idle = new Set<LabId>();
const GiB = 1024 ** 3;
const room = {
  cores: 8,
  freeMemoryBytes: 64 * GiB,
  inotifyInstances: undefined,
  freeDiskBytes: 64 * GiB,
};
const wide = { slots: 2, places: 4, room };

test.each(LabState.options)('a lab that nobody wants is destroyed while it is %s', (state) => {
  expect(decide([lab({ state, wanted: 'gone' })], [], idle, wide)).toEqual([{ kind: 'destroy', lab: id }]);
});

test.each(LabState.options)('a lab that is being worked on is left alone while it is %s', (state) => {
  expect(decide([lab({ state })], [whole], new Set([id]), wide)).toEqual([]);
});

describe('a ready lab', () => {
  test.each([
    ['everything runs', whole.machines, []],
    ['a machine is missing', [machine('cp')], ['workstation']],
    ['a machine has stopped', [machine('cp', false), machine('workstation')], ['cp']],
    ['an observer has stopped', [...whole.machines, machine('observer-cp', false, 'observer')], []],
    ['nothing is left', [], ['cp', 'workstation']],
  ])('when %s', (_, machines, lost) => {
    const expected = lost.length === 0 ? [] : [{ kind: 'lost', lab: id, machines: lost }];
    expect(decide([lab()], [{ lab: id, machines }], idle, wide)).toEqual(expected);
  });
});

describe('a ready lab whose engine has begun anew', () => {
  const ended = (...names: string[]) => ({ names, at: 5000 });
  const halted = { kind: 'halted', lab: id, since: 5000 };
  const lost = (...machines: string[]) => ({ kind: 'lost', lab: id, machines });
  const stopped = [machine('cp', false), machine('workstation', false)];
  const half = [machine('cp'), machine('workstation', false)];
  test.each([
    ['all of it ended with it', stopped, ended('cp', 'workstation'), halted],
    ['a node has come back with it', half, ended('workstation'), halted],
    ['a machine had ended on its own', stopped, ended('workstation'), lost('cp', 'workstation')],
    [
      'a machine is missing',
      [machine('workstation', false)],
      ended('workstation'),
      lost('cp', 'workstation'),
    ],
    ['everything has been started meanwhile', whole.machines, ended('workstation'), undefined],
  ])('when %s', (_, machines, end, expected) => {
    const decisions = expected === undefined ? [] : [expected];
    expect(decide([lab()], [{ lab: id, machines, ended: end }], idle, wide)).toEqual(decisions);
  });

  test('a spare goes: nobody has worked in it', () => {
    const found = { lab: id, machines: stopped, ended: ended('cp', 'workstation') };
    expect(decide([lab({ spare: true })], [found], idle, wide)).toEqual([{ kind: 'destroy', lab: id }]);
  });
});

describe('a paused lab', () => {
  const stopped = whole.machines.map((each) => ({ ...each, running: false }));
  test.each([
    ['everything is stopped', stopped, undefined],
    ['a machine runs', [machine('cp'), machine('workstation', false)], { kind: 'pause' }],
    ['an observer runs', [...stopped, machine('observer-cp', true, 'observer')], { kind: 'pause' }],
    ['a machine is missing', [machine('cp', false)], { kind: 'lost', machines: ['workstation'] }],
  ])('when %s', (_, machines, decision) => {
    const expected = decision === undefined ? [] : [{ ...decision, lab: id }];
    expect(decide([lab({ state: 'paused' })], [{ lab: id, machines }], idle, wide)).toEqual(expected);
  });

  test('takes neither place nor memory, and is let back in like one that starts', () => {
    const other = LabId.parse('lab-oooooooo');
    const rested = { lab: id, machines: stopped };
    const full = { ...wide, places: 1 };
    const known = [lab({ state: 'paused' }), lab({ id: other, state: 'requested' })];
    expect(decide(known, [rested], idle, full)).toEqual([{ kind: 'prepare', lab: other }]);
    const back = [lab({ id: other, machines: [] }), lab({ state: 'resuming' })];
    expect(decide(back, [rested], idle, full)).toEqual([
      { kind: 'queue', lab: id, place: 1, of: 1, why: 'places' },
    ]);
    expect(decide(back, [rested], idle, wide)).toEqual([{ kind: 'resume', lab: id }]);
  });

  test('that a crash left half awake has its place already', () => {
    const full = { ...wide, places: 1 };
    expect(decide([lab({ state: 'resuming' })], [whole], idle, full)).toEqual([{ kind: 'resume', lab: id }]);
  });

  test('being paused it is stopped', () => {
    expect(decide([lab({ state: 'pausing' })], [whole], idle, wide)).toEqual([{ kind: 'pause', lab: id }]);
  });
});

test('older labs take the free places first', () => {
  const ids = ['lab-aaaaaaaa', 'lab-bbbbbbbb', 'lab-cccccccc'].map((name) => LabId.parse(name));
  const labs = ids.map((each) => lab({ id: each, state: 'requested' }));
  expect(decide(labs, [], idle, wide)).toEqual([
    { kind: 'prepare', lab: ids[0] },
    { kind: 'prepare', lab: ids[1] },
    { kind: 'queue', lab: ids[2], place: 1, of: 1, why: 'starts' },
  ]);
});

describe('a lab that does not fit', () => {
  const ready = LabId.parse('lab-rrrrrrrr');
  const first = LabId.parse('lab-aaaaaaaa');
  const second = LabId.parse('lab-bbbbbbbb');
  const known = [
    lab({ id: ready, machines: [] }),
    lab({ id: first, state: 'requested' }),
    lab({ id: second, state: 'requested', needs: { memoryMiB: 512, inotify: 9 } }),
  ];

  test.each([
    ['places', { places: 1 }],
    ['memory', { room: { ...room, freeMemoryBytes: 2.5 * GiB } }],
    ['inotify', { room: { ...room, inotifyInstances: 70 } }],
    ['disk', { room: { ...room, freeDiskBytes: GiB } }],
  ] as const)('for want of %s waits, and none overtakes it', (why, more) => {
    expect(decide(known, [], idle, { ...wide, ...more })).toEqual([
      { kind: 'queue', lab: first, place: 1, of: 2, why },
      { kind: 'queue', lab: second, place: 2, of: 2, why },
    ]);
  });

  test('what is let in counts for the next one at once', () => {
    const both = known.slice(1).map((each) => ({ ...each, needs: { memoryMiB: 2048, inotify: 30 } }));
    const tight = { ...wide, room: { ...room, freeMemoryBytes: 4 * GiB } };
    expect(decide(both, [], idle, tight)).toEqual([
      { kind: 'prepare', lab: first },
      { kind: 'queue', lab: second, place: 1, of: 1, why: 'memory' },
    ]);
  });

  test('one lab is always tried, whatever its scenario declares', () => {
    const poor = { ...wide, room: { ...room, freeMemoryBytes: 0, inotifyInstances: 0 } };
    expect(decide(known.slice(1, 2), [], idle, poor)).toEqual([{ kind: 'prepare', lab: first }]);
  });

  test('one that is reset, or that a crash left half made, has its place already', () => {
    const full = { ...wide, places: 1 };
    const reset = lab({ id: ready, state: 'resetting' });
    expect(decide([reset], [], idle, full)).toEqual([{ kind: 'prepare', lab: ready }]);
    const half = [lab({ id: ready, state: 'requested' })];
    expect(decide(half, [{ ...whole, lab: ready }], idle, full)).toEqual([{ kind: 'prepare', lab: ready }]);
  });

  test('one that failed holds no place', () => {
    const failed = [lab({ id: ready, state: 'failed' }), lab({ id: first, state: 'requested' })];
    expect(decide(failed, [], idle, { ...wide, places: 1 })).toEqual([{ kind: 'prepare', lab: first }]);
  });
});

test('a lab that goes back has its place already, whether or not its machines run', () => {
  const back = lab({ state: 'restoring' });
  const full = { ...wide, slots: 0, places: 1 };
  expect(decide([back], [], idle, full)).toEqual([{ kind: 'restore', lab: id }]);
  expect(decide([back], [whole], idle, full)).toEqual([{ kind: 'restore', lab: id }]);
});

test('machines of no lab are swept, those of a failed lab are not', () => {
  const stray = { ...whole, lab: LabId.parse('lab-zzzzzzzz') };
  expect(decide([lab({ state: 'failed' })], [whole, stray], idle, wide)).toEqual([
    { kind: 'sweep', lab: stray.lab },
  ]);
});
