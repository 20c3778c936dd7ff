import type { GradeReport } from '#contract/grading.ts';
import type { Solution, WrongAnswer } from '#contract/scenario/scenario.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { GradingDeps } from '../grading/grade-lab.ts';
import { Bench, failure } from './bench.ts';
import type { ProofLabs } from './proof-labs.ts';
import type { Trial } from './trial.ts';
import {
  deletedFaults,
  neverFailedFaults,
  notPassed,
  repeatFaults,
  solvedFaults,
  untouchedFaults,
  wrongFaults,
} from './trial.ts';

export interface ProofRequest {
  readonly loaded: LoadedScenario;
  readonly labs: ProofLabs;
  readonly deps: GradingDeps;
  /** Hears of each trial as it ends. Must not throw. */
  readonly onTrial?: (scenario: string, trial: Trial) => void;
  readonly signal: AbortSignal;
}

/** What a scenario promises, tried on real labs. */
export interface ScenarioProof {
  readonly scenario: string;
  readonly ok: boolean;
  readonly trials: readonly Trial[];
  readonly labs: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * Proves a scenario: untouched it earns nothing, each solution earns everything, each wrong answer fails where it must, with
 * everything deleted nothing is earned, grading twice is equal and leaves no trace, and no check passes always.
 * A lab is used again for the next wrong answer only when its solution earns everything in it once more; a wrong answer that
 * is not caught in such a lab is tried again in a fresh one.
 */
export async function proveScenario(request: ProofRequest): Promise<ScenarioProof> {
  const run = new ScenarioRun(request);
  return run.all();
}

type Outcome = { readonly faults: readonly string[]; readonly reports: readonly GradeReport[] };

class ScenarioRun {
  private readonly request: ProofRequest;
  private readonly trials: Trial[] = [];
  private labs = 0;

  constructor(request: ProofRequest) {
    this.request = request;
  }

  async all(): Promise<ScenarioProof> {
    const { loaded, deps } = this.request;
    const { scenario } = loaded;
    const startedAt = deps.clock.now();
    for (const [i, solution] of scenario.solutions.entries()) await this.solutionChain(solution, i);
    for (const wrong of scenario.wrong.filter(({ after }) => after === 'setup')) {
      await this.trial(`wrong ${wrong.id}`, () => this.fresh((bench) => this.wrong(bench, wrong)));
    }
    // Without all gradings nothing can be said about what never fails.
    if (this.trials.every(({ earned }) => earned !== undefined)) {
      const work = async () => ({ faults: neverFailedFaults(scenario, this.trials), reports: [] });
      await this.trial('no check passes always', work);
    }
    const ok = this.trials.every(({ faults }) => faults.length === 0);
    return {
      scenario: scenario.id,
      ok,
      trials: this.trials,
      labs: this.labs,
      startedAt,
      endedAt: deps.clock.now(),
    };
  }

  /** Everything that one lab with this solution can show. */
  private async solutionChain(solution: Solution, i: number): Promise<void> {
    const { scenario } = this.request.loaded;
    const built = scenario.wrong.filter(({ after }) => after !== 'setup' && after.solution === solution.id);
    const isLast = i === scenario.solutions.length - 1;
    const started = await this.fresh(async (bench) => {
      if (i === 0) await this.trial('untouched', () => this.untouched(bench));
      await this.trial(`solution ${solution.id}`, () => this.solution(bench, solution));
      for (const [n, wrong] of built.entries()) await this.wrongAfter(bench, solution, wrong, n > 0);
      if (isLast) await this.deleteEverything(bench);
    }).catch(failure);
    if (typeof started !== 'string') return;
    await this.trial(`lab for solution ${solution.id}`, async () => ({ faults: [started], reports: [] }));
  }

  private async untouched(bench: Bench): Promise<Outcome> {
    const before = await bench.inventory();
    const reports = [await bench.grade(), await bench.grade()] as const;
    const faults = [
      ...untouchedFaults(reports[0]),
      ...repeatFaults(...reports),
      ...(await bench.changesSince(before)),
    ];
    return { faults, reports };
  }

  private async solution(bench: Bench, solution: Solution): Promise<Outcome> {
    const { scenario } = this.request.loaded;
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

  private async wrong(bench: Bench, wrong: WrongAnswer): Promise<Outcome> {
    await bench.apply(wrong);
    const report = await bench.grade();
    return { faults: wrongFaults(wrong, report), reports: [report] };
  }

  private async wrongAfter(
    bench: Bench,
    solution: Solution,
    wrong: WrongAnswer,
    used: boolean,
  ): Promise<void> {
    const anew = (): Promise<Outcome> =>
      this.fresh(async (other) => {
        await other.apply(solution);
        await settled(other);
        return this.wrong(other, wrong);
      });
    await this.trial(`wrong ${wrong.id}`, async () => {
      if (!used) return this.wrong(bench, wrong);
      if (!(await solvedAgain(bench, solution))) return anew();
      const outcome = await this.wrong(bench, wrong);
      return outcome.faults.length === 0 ? outcome : anew();
    });
  }

  private async deleteEverything(bench: Bench): Promise<void> {
    const { deleteEverything } = this.request.loaded.scenario;
    const remove = async (target: Bench): Promise<Outcome> => {
      await target.apply(deleteEverything);
      const report = await target.grade();
      return { faults: deletedFaults(report), reports: [report] };
    };
    // What the wrong answers before have left may be so broken that the script cannot run.
    await this.trial('everything deleted', () => remove(bench).catch(() => this.fresh(remove)));
  }

  private fresh<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
    this.labs++;
    return Bench.with(this.request, work);
  }

  private async trial(name: string, work: () => Promise<Outcome>): Promise<void> {
    const { deps, signal, onTrial, loaded } = this.request;
    const began = deps.clock.now();
    const { faults, reports } = await work().catch((error: unknown): Outcome => {
      signal.throwIfAborted();
      return { faults: [failure(error)], reports: [] };
    });
    const last = reports.at(-1);
    const trial: Trial = {
      name,
      faults,
      ...(last !== undefined && { earned: last.earned, possible: last.possible }),
      notPassed: [...new Set(reports.flatMap(notPassed))],
      tookMs: deps.clock.now() - began,
    };
    this.trials.push(trial);
    onTrial?.(loaded.scenario.id, trial);
  }
}

/** Does the solution earn everything again where a wrong answer was tried? */
async function solvedAgain(bench: Bench, solution: Solution): Promise<boolean> {
  try {
    await bench.apply(solution);
    const { earned, possible } = await bench.grade();
    return earned === possible;
  } catch {
    // Broken beyond repair by what was tried before: a fresh lab will tell.
    return false;
  }
}

async function settled(bench: Bench): Promise<void> {
  const { earned, possible } = await bench.grade();
  if (earned < possible) throw new Error(`the solution earns ${earned} of ${possible} in a fresh lab`);
}
