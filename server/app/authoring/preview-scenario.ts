import type { CheckPreview, ScenarioPreview } from '#contract/preview.ts';
import type { Check, LeafCheck } from '#contract/scenario/checks.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { isGroup, partsOf } from '#domain/scenario/checks-of.ts';
import { blank } from '#domain/scenario/template.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import { unknownScenario } from '../catalogue/unknown-scenario.ts';
import { moduleOf } from '../grading/check-types.ts';

/**
 * A scenario with its answers, for its author. Only a server in authoring mode may give it away.
 * @throws Fault `scenario.not-found`, or `scenario.invalid` when its files have faults
 */
export async function previewScenario(library: ScenarioLibrary, id: string): Promise<ScenarioPreview> {
  const loaded = library.get(id);
  if (loaded === undefined) throw unknownScenario(library, id);
  const { scenario, explain } = loaded;
  return {
    scenario: scenario.id,
    prompts: scenario.tasks.map(({ id: task, prompt, hints }) => ({
      task,
      prompt: blank(prompt),
      hints: hints.map(({ text }) => blank(text)),
    })),
    explain: blank(explain),
    ...(await answersOf(loaded)),
    checks: checksOf(scenario),
  };
}

async function answersOf(loaded: LoadedScenario): Promise<Pick<ScenarioPreview, 'solutions' | 'wrong'>> {
  const { scenario } = loaded;
  const text = (path: string): Promise<string> => loaded.file(path);
  const solutions = scenario.solutions.map(async ({ id, on, user, script }) => ({
    id,
    on,
    user,
    text: await text(script),
  }));
  const wrong = scenario.wrong.map(async ({ id, on, user, script, say, mustFail, maxPoints }) => ({
    id,
    on,
    user,
    say,
    mustFail,
    maxPoints,
    text: await text(script),
  }));
  return { solutions: await Promise.all(solutions), wrong: await Promise.all(wrong) };
}

/** In the order of a report: a group before its parts, guards after the checks. */
function checksOf(scenario: Scenario): CheckPreview[] {
  return [
    ...scenario.tasks.flatMap((task) => [
      ...task.checks.flatMap((check) => rowsOf(check, task.id)),
      ...task.guards.map((guard) => leaf(guard, 'guard', task.id)),
    ]),
    ...scenario.guards.map((guard) => leaf(guard, 'guard', undefined)),
  ];
}

function rowsOf(check: Check, task: string): CheckPreview[] {
  if (!isGroup(check)) return [leaf(check, 'check', task)];
  const { how, parts } = partsOf(check);
  const { id, title, points = 0, gate = false } = check;
  const expected = parts.map((part) => part.title).join('; ');
  return [
    {
      check: id,
      title: blank(title),
      role: 'check',
      task,
      type: how,
      points,
      gate,
      expected: blank(expected),
    },
    ...parts.map((part) => leaf(part, 'part', task)),
  ];
}

function leaf(check: LeafCheck, role: CheckPreview['role'], task: string | undefined): CheckPreview {
  const { id, title, type, points = 0, gate = false } = check;
  const expected = blank(moduleOf(check.type).expected(check));
  return {
    check: id,
    title: blank(title),
    role,
    ...(task !== undefined && { task }),
    type,
    points,
    gate,
    expected,
  };
}
