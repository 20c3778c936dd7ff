import type { CheckResult, GradeReport } from '#contract/grading.ts';
import type { LabId, RunId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { EventBus } from '#ports/events.ts';
import type { Ids } from '#ports/ids.ts';
import type { Log } from '#ports/log.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import type { LabBook } from './lab-book.ts';

/** One run of the checks, as the grader needs it. */
export interface GradeRun {
  readonly run: RunId;
  readonly lab: LabRecord;
  readonly loaded: LoadedScenario;
  /** The task that is graded; undefined for all. */
  readonly only: string | undefined;
  readonly signal: AbortSignal;
  readonly onStart: (checks: number) => void;
  readonly onResult: (result: CheckResult) => void;
}

export interface GradingsParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly bus: EventBus;
  readonly ids: Ids;
  readonly log: Log;
  readonly grade: (run: GradeRun) => Promise<GradeReport>;
}

/** Grades labs, each at most once at a time: two graders in one lab would see each other's probes. */
export class Gradings {
  private readonly parts: GradingsParts;
  private readonly running = new Map<LabId, AbortController>();

  constructor(parts: GradingsParts) {
    this.parts = parts;
  }

  /** Resolves with the report when all verdicts are in; they are told one by one before. */
  async grade(id: LabId, only: string | undefined): Promise<GradeReport> {
    const { book } = this.parts;
    const lab = book.get(id);
    const loaded = this.gradable(lab, only);
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      const report = await this.parts.grade(this.runOf(lab, loaded, only, controller.signal));
      controller.signal.throwIfAborted();
      book.store.addReport(lab.attempt, report);
      const { run, earned, possible, startedAt, endedAt } = report;
      this.parts.log.info({ lab: id, run, earned, possible, ms: endedAt - startedAt }, 'lab graded');
      this.parts.bus.publish({ type: 'grading.done', lab: id, report });
      return report;
    } finally {
      this.running.delete(id);
    }
  }

  get busy(): boolean {
    return this.running.size > 0;
  }

  /** Ends a running grading: the lab is about to lose its machines. */
  abort(lab: LabId): void {
    this.running.get(lab)?.abort(
      new Fault('cancelled', 'The lab was stopped, paused or reset while it was graded.', {
        remedy: 'Check again when the lab is ready.',
      }),
    );
  }

  close(): void {
    for (const lab of this.running.keys()) this.abort(lab);
  }

  private gradable(lab: LabRecord, only: string | undefined): LoadedScenario {
    if (lab.state !== 'ready') throw notReady(lab.state);
    if (this.running.has(lab.id)) {
      throw new Fault('lab.busy', 'The lab is being graded already.', {
        remedy: 'Wait for the verdicts that are coming in.',
      });
    }
    const loaded = this.parts.library.get(lab.scenario);
    if (loaded === undefined) {
      throw new Fault('scenario.not-found', `The scenario ${lab.scenario} is no longer there.`, {
        remedy: 'Put the scenario back into its folder, or stop the lab.',
      });
    }
    if (only !== undefined && !loaded.scenario.tasks.some((task) => task.id === only)) {
      throw new Fault('not-found', `The scenario has no task ${only}.`, { remedy: 'Reload the page.' });
    }
    return loaded;
  }

  private runOf(
    lab: LabRecord,
    loaded: LoadedScenario,
    only: string | undefined,
    signal: AbortSignal,
  ): GradeRun {
    const { bus, ids } = this.parts;
    const run = ids.run();
    return {
      run,
      lab,
      loaded,
      only,
      signal,
      onStart: (checks) => bus.publish({ type: 'grading.started', lab: lab.id, run, only, checks }),
      onResult: (result) => bus.publish({ type: 'check.settled', lab: lab.id, run, result }),
    };
  }
}

export const notReady = (state: string): Fault =>
  new Fault('lab.not-ready', `The lab is ${state}, not ready.`, {
    remedy: state === 'paused' ? 'Resume it first.' : 'Wait until it is ready; if it failed, reset it.',
  });
