import { expect, test } from 'vitest';
import type { VerdictKind } from '#contract/grading.ts';
import { patienceOf, settle } from './settle.ts';
import { TestLab } from '../../testing/test-lab.ts';

/** Looks that end as listed, the last one for ever; returns the verdict and how often was looked. */
async function settled(
  verdicts: VerdictKind[],
  retry?: { for: string; every: string; stable?: string },
  changedMsAgo?: number,
) {
  const { clock } = new TestLab().deps();
  const began = clock.now();
  const since = changedMsAgo === undefined ? {} : { since: async () => began - changedMsAgo };
  let looks = 0;
  const once = async () => {
    const verdict = verdicts[Math.min(looks++, verdicts.length - 1)] ?? 'unknown';
    return { verdict, expected: '', found: '', probe: undefined };
  };
  const { verdict } = await settle(
    once,
    { ...patienceOf({ retry }), ...since },
    clock,
    new AbortController().signal,
  );
  return { verdict, looks };
}

test('without a retry a check is looked at once', async () => {
  expect(await settled(['fail', 'pass'])).toEqual({ verdict: 'fail', looks: 1 });
  expect(await settled(['pass'])).toEqual({ verdict: 'pass', looks: 1 });
});

test('a check is looked at until it passes', async () => {
  expect(await settled(['fail', 'unknown', 'pass'], { for: '5s', every: '1s' })).toEqual({
    verdict: 'pass',
    looks: 3,
  });
});

test('when the time is over the last finding counts', async () => {
  expect(await settled(['unknown', 'fail'], { for: '3s', every: '1s' })).toEqual({
    verdict: 'fail',
    looks: 4,
  });
});

test('patience that began with a change is over as much earlier', async () => {
  const retry = { for: '5s', every: '1s' };
  expect(await settled(['fail'], retry, 60_000)).toEqual({ verdict: 'fail', looks: 1 });
  expect(await settled(['fail'], retry, 3000)).toEqual({ verdict: 'fail', looks: 3 });
  expect(await settled(['fail'], retry, 0)).toEqual({ verdict: 'fail', looks: 6 });
  expect(await settled(['fail'], retry, -3000)).toEqual({ verdict: 'fail', looks: 6 });
  expect(await settled(['pass'], retry, 60_000)).toEqual({ verdict: 'pass', looks: 1 });
});

test('a check that must be stable passes only when no look in that time failed', async () => {
  const stable = { for: '9s', every: '1s', stable: '2s' };
  expect(await settled(['pass', 'fail', 'pass'], stable)).toEqual({ verdict: 'pass', looks: 5 });
});

test('a stable time that has begun may end after the retry', async () => {
  const stable = { for: '2s', every: '1s', stable: '2s' };
  expect(await settled(['fail', 'fail', 'pass'], stable)).toEqual({ verdict: 'pass', looks: 5 });
  expect(await settled(['fail', 'fail', 'pass', 'fail'], stable)).toEqual({ verdict: 'fail', looks: 4 });
});

test('what could not be told is asked again for a while, also without a retry', async () => {
  expect(await settled(['unknown', 'unknown', 'fail', 'pass'])).toEqual({ verdict: 'fail', looks: 3 });
  expect(await settled(['unknown'])).toEqual({ verdict: 'unknown', looks: 9 });
});
