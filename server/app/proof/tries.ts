import type { GradeReport } from '#contract/grading.ts';
import type { Scenario, Solution, WrongAnswer } from '#contract/scenario/scenario.ts';
import type { Bench } from './bench.ts';
import {
  deletedFaults,
  repeatFaults,
  solvedFaults,
  untouchedFaults,
  wrongFaults,
  wrongNotes,
} from './trial.ts';

/** What came of trying something in a lab. */
export interface Outcome {
  readonly faults: readonly string[];
  readonly notes?: readonly string[];
  readonly reports: readonly GradeReport[];
}

export async function tryUntouched(bench: Bench): Promise<Outcome> {
  const before = await bench.inventory();
  const reports = [await bench.grade(), await bench.grade()] as const;
  const faults = [
    ...untouchedFaults(reports[0]),
    ...repeatFaults(...reports),
    ...(await bench.changesSince(before)),
  ];
  return { faults, reports };
}

export async function trySolution(bench: Bench, scenario: Scenario, solution: Solution): Promise<Outcome> {
  const scriptMs = await bench.apply(solution);
  const first = await bench.grade();
  const before = await bench.inventory();
  const second = await bench.grade();
  const faults = [
    ...solvedFaults(scenario, solution, first, scriptMs),
    ...repeatFaults(first, second),
    ...(await bench.changesSince(before)),
  ];
  return { faults, reports: [first, second] };
}

export async function tryWrong(bench: Bench, wrong: WrongAnswer): Promise<Outcome> {
  await bench.apply(wrong);
  const report = await bench.grade();
  return { faults: wrongFaults(wrong, report), notes: wrongNotes(wrong, report), reports: [report] };
}

/**
 * A wrong answer in a lab where others were tried before. `again`: that lab cannot tell, because it is not as the solution
 * left it, or because it is not sure whether it is.
 */
export async function tryWrongInUsed(
  bench: Bench,
  solution: Solution,
  wrong: WrongAnswer,
): Promise<Outcome | 'again'> {
  if (!(await isSolvedAgain(bench, solution))) return 'again';
  const outcome = await tryWrong(bench, wrong);
  return outcome.faults.length === 0 ? outcome : 'again';
}

export async function tryWrongAfter(bench: Bench, solution: Solution, wrong: WrongAnswer): Promise<Outcome> {
  await bench.apply(solution);
  const { earned, possible } = await bench.grade();
  if (earned < possible) throw new Error(`the solution earns ${earned} of ${possible} in a fresh lab`);
  return tryWrong(bench, wrong);
}

export async function tryDeletion(bench: Bench, script: Scenario['deleteEverything']): Promise<Outcome> {
  await bench.apply(script);
  const report = await bench.grade();
  return { faults: deletedFaults(report), reports: [report] };
}

/** After a reset the lab is as its setup makes it, whatever was done to it before. */
export async function tryReset(bench: Bench): Promise<Outcome> {
  const kept = await bench.reset();
  const report = await bench.grade();
  const faults = [
    ...kept.map((machine) => `a reset keeps the machine ${machine}`),
    ...untouchedFaults(report),
  ];
  return { faults, reports: [report] };
}

/** Does the solution earn everything again where a wrong answer was tried? */
async function isSolvedAgain(bench: Bench, solution: Solution): Promise<boolean> {
  try {
    await bench.apply(solution);
    const { earned, possible } = await bench.grade();
    return earned === possible;
  } catch {
    // Broken beyond repair by what was tried before: a fresh lab will tell.
    return false;
  }
}
