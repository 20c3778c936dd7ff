import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VerdictKind } from '#contract/grading.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { anyGrading, leafIds, unwantedIds } from '../../testing/any-scenario.ts';
import { isGroup, partsOf } from '../scenario/checks-of.ts';
import { score } from './score.ts';
import { type Verdicts, verdictOf } from './verdicts.ts';

// Laws of points that hold for every scenario and every way in which its checks may end.

const forAll = (law: (scenario: Scenario, verdicts: Verdicts) => void): void =>
  fc.assert(
    fc.property(anyGrading, ({ scenario, verdicts }) => {
      law(scenario, verdicts);
    }),
  );

/** Every way to change the verdict of one check. */
const changed = (scenario: Scenario, verdicts: Verdicts, change: (id: string) => VerdictKind | undefined) =>
  leafIds(scenario).flatMap((id) => {
    const to = change(id);
    return to === undefined ? [] : [{ id, verdicts: { ...verdicts, [id]: to } }];
  });

const earnedOf = (scenario: Scenario, verdicts: Verdicts): number[] => {
  const { earned, tasks } = score(scenario, verdicts);
  return [earned, ...tasks.map((task) => task.earned)];
};

test('points are between nothing and what is possible, for every task and in all', () => {
  forAll((scenario, verdicts) => {
    const { earned, possible, tasks } = score(scenario, verdicts);
    for (const one of [{ earned, possible }, ...tasks]) {
      expect(one.earned).toBeGreaterThanOrEqual(0);
      expect(one.earned).toBeLessThanOrEqual(one.possible);
    }
    expect(tasks.reduce((sum, task) => sum + task.earned, 0)).toBeCloseTo(earned);
    expect(tasks.reduce((sum, task) => sum + task.possible, 0)).toBeCloseTo(possible);
  });
});

test('one more check that ends as wanted never costs a point, in no task', () => {
  forAll((scenario, verdicts) => {
    const unwanted = unwantedIds(scenario);
    const before = earnedOf(scenario, verdicts);
    for (const better of changed(scenario, verdicts, (id) => (unwanted.has(id) ? 'fail' : 'pass'))) {
      earnedOf(scenario, better.verdicts).forEach((points, i) =>
        expect(points).toBeGreaterThanOrEqual(before[i] ?? 0),
      );
    }
  });
});

test('what could not be observed earns no more than the worst that it may be', () => {
  forAll((scenario, verdicts) => {
    const unwanted = unwantedIds(scenario);
    const worst = Object.fromEntries(
      Object.entries(verdicts).map(([id, verdict]) => [
        id,
        verdict !== 'unknown' ? verdict : unwanted.has(id) ? 'pass' : 'fail',
      ]),
    );
    expect(earnedOf(scenario, verdicts)).toEqual(earnedOf(scenario, worst));
  });
});

test('a check without any verdict is one that could not be observed', () => {
  forAll((scenario, verdicts) => {
    const known = Object.entries(verdicts).filter(([, verdict]) => verdict !== 'unknown');
    expect(score(scenario, Object.fromEntries(known))).toEqual(score(scenario, verdicts));
  });
});

test('nothing observed earns nothing, and is not sure', () => {
  forAll((scenario) => expect(score(scenario, {})).toMatchObject({ earned: 0, sure: false }));
});

test('what is sure stays as it is, whatever the unknown turns out to be', () => {
  forAll((scenario, verdicts) => {
    const { tasks } = score(scenario, verdicts);
    const unknown = changed(scenario, verdicts, (id) => (verdicts[id] === 'unknown' ? 'pass' : undefined));
    const both = unknown.flatMap(({ id }) =>
      (['pass', 'fail'] as const).map((verdict) => ({ ...verdicts, [id]: verdict })),
    );
    for (const other of both) {
      const now = score(scenario, other).tasks;
      tasks.forEach(({ sure, earned }, i) => {
        if (sure) expect(now[i]?.earned).toBe(earned);
      });
    }
  });
});

test('the order of tasks, checks, parts and guards changes no points', () => {
  forAll((scenario, verdicts) => {
    const turned: Scenario = {
      ...scenario,
      guards: scenario.guards.toReversed(),
      tasks: scenario.tasks.toReversed().map((task) => ({
        ...task,
        guards: task.guards.toReversed(),
        checks: task.checks.toReversed().map((check) => {
          if (!isGroup(check)) return check;
          const { how, parts } = partsOf(check);
          return { ...check, [how]: parts.toReversed() };
        }),
      })),
    };
    const [now, before] = [score(turned, verdicts), score(scenario, verdicts)];
    expect(now.tasks.toReversed()).toEqual(before.tasks);
    expect([now.earned, now.possible, now.sure]).toEqual([before.earned, before.possible, before.sure]);
  });
});

test('scoring twice gives the same, and changes neither scenario nor verdicts', () => {
  forAll((scenario, verdicts) => {
    const copies = structuredClone({ scenario, verdicts });
    expect(score(scenario, verdicts)).toEqual(score(scenario, verdicts));
    expect({ scenario, verdicts }).toEqual(copies);
  });
});

test('a gate or a guard of a task that does not pass takes the points of that task, and of no other', () => {
  forAll((scenario, verdicts) => {
    const { tasks, brokenGuard } = score(scenario, verdicts);
    scenario.tasks.forEach((task, i) => {
      const closing = [...task.guards, ...task.checks.filter(({ gate }) => gate === true)];
      const open = closing.every((check) => verdictOf(check, verdicts) === 'pass');
      const worth = task.checks.map((check) =>
        verdictOf(check, verdicts) === 'pass' ? (check.points ?? 0) : 0,
      );
      const all = worth.reduce((sum, points) => sum + points, 0);
      expect(tasks[i]?.earned).toBeCloseTo(open && brokenGuard === undefined ? all : 0);
    });
  });
});

test('a guard of the scenario that does not pass takes everything and is named, one that was seen broken first', () => {
  forAll((scenario, verdicts) => {
    const { earned, brokenGuard } = score(scenario, verdicts);
    const ends = scenario.guards.map(({ id }) => ({ id, verdict: verdicts[id] }));
    const broken = ends.filter(({ verdict }) => verdict !== 'pass');
    expect(brokenGuard === undefined).toBe(broken.length === 0);
    if (broken.length === 0) return;
    expect(earned).toBe(0);
    const failed = broken.filter(({ verdict }) => verdict === 'fail');
    expect((failed.length > 0 ? failed : broken).map(({ id }) => id)).toContain(brokenGuard);
  });
});

const anyShares = fc.record({
  grading: anyGrading,
  shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 100, maxLength: 100 }),
});

test('a share earns no more than the whole, nothing without its verdict, and never opens a gate', () => {
  fc.assert(
    fc.property(anyShares, ({ grading: { scenario, verdicts }, shares }) => {
      const given = Object.fromEntries(leafIds(scenario).map((id, i) => [id, shares[i] ?? 0]));
      const none = score(scenario, verdicts);
      const some = score(scenario, verdicts, undefined, given);
      expect(some.brokenGuard).toBe(none.brokenGuard);
      scenario.tasks.forEach((task, i) => {
        const alone = task.checks.filter((check) => !isGroup(check) && verdicts[check.id] === 'fail');
        const least = none.tasks[i]?.earned ?? 0;
        const most = alone.reduce((sum, { points = 0 }) => sum + points, 0);
        const closed = least === 0 && alone.some(({ gate }) => gate === true);
        const earned = some.tasks[i]?.earned ?? 0;
        expect(earned).toBeGreaterThanOrEqual(least);
        expect(earned).toBeLessThanOrEqual(closed ? 0 : least + most + 0.005);
        expect(some.tasks[i]?.sure).toBe(none.tasks[i]?.sure);
      });
      // The whole of a part is still not a pass: only the pass itself is.
      for (const better of changed(scenario, verdicts, (id) =>
        verdicts[id] === 'fail' ? 'pass' : undefined,
      )) {
        if (unwantedIds(scenario).has(better.id)) continue;
        const earned = score(scenario, better.verdicts, undefined, given).earned;
        expect(earned).toBeGreaterThanOrEqual(some.earned - 0.005);
      }
    }),
  );
});

test('one task alone earns what it earns among all', () => {
  forAll((scenario, verdicts) => {
    const { tasks } = score(scenario, verdicts);
    for (const { task, earned, possible, sure } of tasks) {
      expect(score(scenario, verdicts, task)).toMatchObject({ earned, possible, tasks: [{ task, sure }] });
    }
  });
});
