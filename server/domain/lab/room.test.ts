import { expect, test } from 'vitest';
import { Fault } from '#domain/fault.ts';
import { expectedWait, typical } from './durations.ts';
import { idleAt, keptAt, keptFrom } from './idle.ts';
import { checkDisk, checkUserLimit, diskFloorBytes, owner } from './room.ts';

test('a user has no more labs than are allowed, those that wait included', () => {
  expect(() => checkUserLimit(owner, 3, 4)).not.toThrow();
  expect(() => checkUserLimit(owner, 4, 4)).toThrow('You have 4 labs already');
  expect(() => checkUserLimit('ada', 4, 4)).toThrow('ada has 4 labs already');
});

test('nothing is begun on a disk that is nearly full, and it says what to do', () => {
  expect(() => checkDisk({ freeDiskBytes: diskFloorBytes })).not.toThrow();
  try {
    checkDisk({ freeDiskBytes: 1024 ** 3 });
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(Fault);
    expect(error).toMatchObject({ code: 'disk.full', message: expect.stringContaining('Only 1.0 GiB') });
  }
});

test('an idle lab is warned before it ends; without a limit it never ends', () => {
  const policy = { endsAfterMs: 100, warnsMs: 20 };
  expect(idleAt(1079, 1000, policy)).toEqual({ kind: 'used' });
  expect(idleAt(1080, 1000, policy)).toEqual({ kind: 'warned', endsAt: 1100 });
  expect(idleAt(1100, 1000, policy)).toEqual({ kind: 'over' });
  expect(idleAt(10 ** 9, 0, { ...policy, endsAfterMs: 0 })).toEqual({ kind: 'used' });
});

test('a paused lab is kept for its time, and never taken from somebody who could not have it back', () => {
  const policy = { keepsPausedMs: 1000, sparesMs: 50 };
  expect(keptFrom(5, policy)).toBe(1005);
  expect(keptFrom(5, { keepsPausedMs: 0 })).toBeUndefined();
  expect(keptAt(999, { keptUntil: 1005, since: 5 }, policy)).toEqual({ kind: 'kept' });
  expect(keptAt(1005, { keptUntil: 1005, since: 5 }, policy)).toEqual({ kind: 'over' });
  expect(keptAt(2000, { keptUntil: 1005, since: 2000 }, policy)).toEqual({ kind: 'spared', until: 2050 });
  expect(keptAt(2049, { keptUntil: 2050, since: 2000 }, policy)).toEqual({ kind: 'kept' });
  expect(keptAt(10 ** 9, { keptUntil: undefined, since: 0 }, policy)).toEqual({ kind: 'kept' });
});

test('what is typical is the median; without history nothing is', () => {
  expect(typical([])).toBeUndefined();
  expect(typical([5])).toEqual({ ms: 5, runs: 1 });
  expect(typical([90, 10, 20])).toEqual({ ms: 20, runs: 3 });
  expect(typical([10, 20])).toEqual({ ms: 15, runs: 2 });
});

test('a wait is as long as the starts ahead, each taking the first free place', () => {
  const left = (...ms: (number | undefined)[]) => ms.map((leftMs) => ({ leftMs }));
  expect(expectedWait(left(10, 30), [])).toBe(10);
  expect(expectedWait(left(10, 30), left(5))).toBe(15);
  expect(expectedWait(left(10, 30), left(50))).toBe(30);
  expect(expectedWait(left(10, undefined), [])).toBeUndefined();
  expect(expectedWait(left(10), left(undefined))).toBeUndefined();
  expect(expectedWait([], [])).toBeUndefined();
});
