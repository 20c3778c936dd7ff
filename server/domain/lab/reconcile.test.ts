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
  ...more,
});
const machine = (name: string, running = true, role = 'node') => ({ name, role, running });
const whole: FoundLab = { lab: id, machines: [machine('cp'), machine('workstation')] };
const idle = new Set<LabId>();

test.each(LabState.options)('a lab that nobody wants is destroyed while it is %s', (state) => {
  expect(decide([lab({ state, wanted: 'gone' })], [], idle, 2)).toEqual([{ kind: 'destroy', lab: id }]);
});

test.each(LabState.options)('a lab that is being worked on is left alone while it is %s', (state) => {
  expect(decide([lab({ state })], [whole], new Set([id]), 2)).toEqual([]);
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
    expect(decide([lab()], [{ lab: id, machines }], idle, 2)).toEqual(expected);
  });
});

test('older labs take the free places first', () => {
  const ids = ['lab-aaaaaaaa', 'lab-bbbbbbbb', 'lab-cccccccc'].map((name) => LabId.parse(name));
  const labs = ids.map((each) => lab({ id: each, state: 'requested' }));
  expect(decide(labs, [], idle, 2).map(({ lab: each }) => each)).toEqual(ids.slice(0, 2));
});

test('machines of no lab are swept, those of a failed lab are not', () => {
  const stray = { ...whole, lab: LabId.parse('lab-zzzzzzzz') };
  expect(decide([lab({ state: 'failed' })], [whole, stray], idle, 2)).toEqual([
    { kind: 'sweep', lab: stray.lab },
  ]);
});
