import type { Law, LawFault } from './law.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const differ = (a: number, b: number): boolean => Math.abs(a - b) > 1e-9;

/** Points add up from checks to tasks to the scenario, and only checks of tasks carry them. */
export const pointsAddUp: Law = (scenario) => {
  const faults: LawFault[] = [];
  const total = sum(scenario.tasks.map((task) => task.points));
  if (differ(total, scenario.points)) {
    faults.push({ path: ['points'], message: `the tasks add up to ${total} points, not ${scenario.points}` });
  }
  scenario.tasks.forEach((task, i) => {
    const got = sum(task.checks.map((check) => check.points ?? 0));
    if (differ(got, task.points)) {
      faults.push({
        path: ['tasks', i, 'points'],
        message: `the checks of task ${task.id} add up to ${got} points, not ${task.points}`,
      });
    }
    if (sum(task.hints.map((hint) => hint.cost)) > task.points) {
      faults.push({ path: ['tasks', i, 'hints'], message: 'the hints cost more than the task gives' });
    }
  });
  return faults;
};

/** A wrong answer cannot reach full points. */
export const wrongStaysBelowFull: Law = (scenario) =>
  scenario.wrong.flatMap((wrong, i) =>
    wrong.maxPoints < scenario.points
      ? []
      : [{ path: ['wrong', i, 'maxPoints'], message: `wrong answer ${wrong.id} may reach full points` }],
  );
