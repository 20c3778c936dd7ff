import fc from 'fast-check';
import type { VerdictKind } from '#contract/grading.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { isGroup, leafChecks, partsOf } from '#domain/scenario/checks-of.ts';
import type { Verdicts } from '#domain/grading/verdicts.ts';
import { sampleScenario } from './sample-scenario.ts';

/** What one check of a made-up task is: alone, or a group with so many parts. */
interface Shape {
  readonly points: number;
  readonly gate: boolean;
  readonly how: 'alone' | 'allOf' | 'anyOf' | 'noneOf';
  readonly parts: number;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  points: fc.constantFrom(0, 0.5, 1, 2.25, 7),
  gate: fc.boolean(),
  how: fc.constantFrom('alone', 'allOf', 'anyOf', 'noneOf'),
  parts: fc.integer({ min: 1, max: 4 }),
});

const leaf = (id: string, more: object = {}) => ({
  id,
  title: id,
  type: 'node.file',
  on: 'cp',
  path: '/x',
  ...more,
});

function checkOf({ points, gate, how, parts }: Shape, id: string): object {
  if (how === 'alone') return leaf(id, { points, gate });
  const all = Array.from({ length: parts }, (_, n) => leaf(`${id}-p${n}`));
  return { id, title: id, points, gate, [how]: all };
}

const task = fc.record({
  checks: fc.array(shape, { minLength: 1, maxLength: 4 }),
  guards: fc.nat({ max: 2 }),
});

/** Any scenario as far as its points go: tasks, groups of every kind, gates and guards. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({ tasks: fc.array(task, { minLength: 1, maxLength: 3 }), guards: fc.nat({ max: 2 }) })
  .map(({ tasks, guards }) =>
    sampleScenario({
      points: 100,
      tasks: tasks.map((one, t) => ({
        id: `t${t}`,
        title: 'T',
        prompt: 'P',
        points: one.checks.reduce((sum, { points }) => sum + points, 0) || 1,
        checks: one.checks.map((check, c) => checkOf(check, `t${t}-c${c}`)),
        guards: Array.from({ length: one.guards }, (_, g) => leaf(`t${t}-g${g}`)),
      })),
      guards: Array.from({ length: guards }, (_, g) => leaf(`g${g}`)),
    }),
  );

const verdict = fc.constantFrom<VerdictKind>('pass', 'fail', 'unknown');

/** Any scenario, and any way in which its checks may end. */
export const anyGrading: fc.Arbitrary<{ scenario: Scenario; verdicts: Verdicts }> = anyScenario.chain(
  (scenario) => {
    const ids = leafIds(scenario);
    return fc.array(verdict, { minLength: ids.length, maxLength: ids.length }).map((ends) => ({
      scenario,
      verdicts: Object.fromEntries(ids.map((id, i) => [id, ends[i] ?? 'unknown'])),
    }));
  },
);

export const leafIds = (scenario: Scenario): string[] => leafChecks(scenario).map(({ check }) => check.id);

/** Parts that must not hold: of them `fail` is what the learner wants. */
export function unwantedIds(scenario: Scenario): ReadonlySet<string> {
  const groups = scenario.tasks.flatMap(({ checks }) => checks.filter(isGroup)).map(partsOf);
  return new Set(groups.flatMap(({ how, parts }) => (how === 'noneOf' ? parts.map(({ id }) => id) : [])));
}
