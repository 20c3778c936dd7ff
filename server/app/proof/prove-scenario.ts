import type { Solution, WrongAnswer } from '#contract/scenario/scenario.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { GradingDeps } from '../grading/grade-lab.ts';
import { Bench, failure } from './bench.ts';
import type { LabSlots } from './lab-slots.ts';
import type { ProofLabs } from './proof-labs.ts';
import type { Trial } from './trial.ts';
import { afterReset, deletion, inOrder, neverFailedFaults, neverFails, openChecks } from './trial.ts';
import type { Outcome } from './tries.ts';
import {
  tryDeletion,
  tryReset,
  trySolution,
  tryUntouched,
  tryWrong,
  tryWrongAfter,
  tryWrongInUsed,
} from './tries.ts';

export interface ProofRequest {
  readonly loaded: LoadedScenario;
  readonly labs: ProofLabs;
  readonly deps: GradingDeps;
  /** The places for labs that this proof shares with others. */
  readonly slots: LabSlots;
  /** Hears of each trial as it ends. Must not throw. */
  readonly onTrial?: (scenario: string, trial: Trial) => void;
  readonly signal: AbortSignal;
}

/** What a scenario promises, tried on real labs. */
export interface ScenarioProof {
  readonly scenario: string;
  readonly title: string;
  readonly ok: boolean;
  readonly trials: readonly Trial[];
  readonly labs: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * Proves a scenario: untouched it earns nothing, each solution earns everything, each wrong answer fails where it must, with
 * everything deleted nothing is earned, after a reset nothing is earned and the guards hold again, grading twice is equal and
 * leaves no trace, and every check fails at least once.
 * A lab is used again for the next wrong answer only when its solution earns everything in it once more; a wrong answer that
 * is not caught in such a lab is tried again in a fresh one. What needs a lab of its own runs beside the rest, as far as there
 * are places. Rejects only when the signal aborts, and then not before every lab is removed.
 */
export async function proveScenario(request: ProofRequest): Promise<ScenarioProof> {
  const run = new ScenarioRun(request);
  return run.all();
}

interface ChainOptions {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Tried in the lab of the last chain, when that was reset. */
  readonly afterReset: WrongAnswer | undefined;
}

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
    const [inResetLab, ...inOwnLabs] = scenario.wrong.filter(({ after }) => after === 'setup');
    const last = scenario.solutions.length - 1;
    await allEnded([
      ...scenario.solutions.map((solution, i) =>
        this.solutionChain(solution, { isFirst: i === 0, isLast: i === last, afterReset: inResetLab }),
      ),
      ...inOwnLabs.map((wrong) => this.wrongAlone(wrong)),
    ]);
    // Without all gradings nothing can be said about what never fails.
    if (this.trials.every(({ earned }) => earned !== undefined)) {
      await this.trial(neverFails, async () => ({
        faults: neverFailedFaults(scenario, this.trials),
        reports: [],
      }));
    }
    const ok = this.trials.every(({ faults }) => faults.length === 0);
    return {
      scenario: scenario.id,
      title: scenario.title,
      ok,
      trials: inOrder(scenario, this.trials),
      labs: this.labs,
      startedAt,
      endedAt: deps.clock.now(),
    };
  }

  /** Everything that one lab with this solution can show; what it could not show is then tried in labs of its own. */
  private async solutionChain(solution: Solution, o: ChainOptions): Promise<void> {
    const { scenario } = this.request.loaded;
    const again: (() => Promise<void>)[] = [];
    let toTry = o.isLast ? o.afterReset : undefined;
    await this.inSlot(async () => {
      const broken = await this.fresh(async (bench) => {
        if (o.isFirst) await this.trial('untouched', () => tryUntouched(bench));
        await this.trial(`solution ${solution.id}`, () => trySolution(bench, scenario, solution));
        again.push(...(await this.wrongsAfter(bench, solution)));
        if (o.isLast) again.push(...(await this.end(bench, toTry)));
        toTry = undefined;
      }).catch((error: unknown) => this.told(error));
      if (broken === undefined) return;
      const none = async () => ({ faults: [broken], reports: [] });
      await this.trial(`lab for solution ${solution.id}`, none);
    });
    // Without a lab the chain did not come to it.
    if (toTry !== undefined) again.push(this.wrongAlone.bind(this, toTry));
    await allEnded(again.map((anew) => anew()));
  }

  /** The wrong answers that begin with a solution. Gives those back that need a lab of their own. */
  private async wrongsAfter(bench: Bench, solution: Solution): Promise<(() => Promise<void>)[]> {
    const { wrong: all } = this.request.loaded.scenario;
    const built = all.filter(({ after }) => after !== 'setup' && after.solution === solution.id);
    const again: (() => Promise<void>)[] = [];
    for (const [n, wrong] of built.entries()) {
      const name = `wrong ${wrong.id}`;
      const isUsed = n > 0;
      const done = await this.trial(name, () =>
        isUsed ? tryWrongInUsed(bench, solution, wrong) : tryWrong(bench, wrong),
      );
      if (!done) again.push(() => this.ownLab(name, (other) => tryWrongAfter(other, solution, wrong)));
    }
    return again;
  }

  /** Deletes everything, resets the lab, and has a wrong answer tried in it that begins with the setup. */
  private async end(bench: Bench, wrong: WrongAnswer | undefined): Promise<(() => Promise<void>)[]> {
    const { deleteEverything } = this.request.loaded.scenario;
    const again: (() => Promise<void>)[] = [];
    if (!(await this.deleteEverything(bench))) {
      again.push(() => this.ownLab(deletion, (other) => tryDeletion(other, deleteEverything)));
    }
    this.labs++;
    await this.trial(afterReset, () => tryReset(bench));
    if (wrong === undefined) return again;
    if (this.trials.some(({ name, faults }) => name === afterReset && faults.length === 0)) {
      await this.trial(`wrong ${wrong.id}`, () => tryWrong(bench, wrong));
    } else again.push(() => this.wrongAlone(wrong));
    return again;
  }

  /** Says whether the script could run: what the wrong answers before have left may be too broken for it. */
  private deleteEverything(bench: Bench): Promise<boolean> {
    const { deleteEverything } = this.request.loaded.scenario;
    return this.trial(deletion, () => tryDeletion(bench, deleteEverything).catch(() => 'again' as const));
  }

  private wrongAlone(wrong: WrongAnswer): Promise<void> {
    return this.ownLab(`wrong ${wrong.id}`, (bench) => tryWrong(bench, wrong));
  }

  /** A trial in a fresh lab. */
  private async ownLab(name: string, work: (bench: Bench) => Promise<Outcome>): Promise<void> {
    await this.inSlot(() => this.trial(name, () => this.fresh(work)));
  }

  private inSlot<T>(work: () => Promise<T>): Promise<T> {
    return this.request.slots.use(this.request.signal, work);
  }

  private fresh<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
    this.labs++;
    return Bench.with(this.request, work);
  }

  /** Runs a trial and tells of it, unless it has to be done again; then nothing is told, and false returned. */
  private async trial(name: string, work: () => Promise<Outcome | 'again'>): Promise<boolean> {
    const { deps, signal, onTrial, loaded } = this.request;
    const began = deps.clock.elapsed();
    const outcome = await work().catch(
      (error: unknown): Outcome => ({ faults: [this.told(error)], reports: [] }),
    );
    signal.throwIfAborted();
    if (outcome === 'again') return false;
    const trial = trialOf(name, outcome, Math.round(deps.clock.elapsed() - began));
    this.trials.push(trial);
    onTrial?.(loaded.scenario.id, trial);
    return true;
  }

  /** A failure in words; one that comes from stopping the proof is none. */
  private told(error: unknown): string {
    this.request.signal.throwIfAborted();
    return failure(error);
  }
}

function trialOf(name: string, { faults, notes = [], reports }: Outcome, tookMs: number): Trial {
  const last = reports.at(-1);
  return {
    name,
    faults,
    notes,
    ...(last !== undefined && { earned: last.earned, possible: last.possible }),
    open: openChecks(reports),
    tookMs,
  };
}

/** Waits for all of them also when one fails: each has a lab to remove. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
