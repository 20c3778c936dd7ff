import PQueue from 'p-queue';
import type { CheckResult, GradeReport } from '#contract/grading.ts';
import type { LabId } from '#contract/ids.ts';
import type { LeafCheck } from '#contract/scenario/checks.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { Fault } from '#domain/fault.ts';
import { score, type Shares } from '#domain/grading/score.ts';
import type { Verdicts } from '#domain/grading/verdicts.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import { secretValues } from '#domain/scenario/shown-vars.ts';
import { fillAll } from '#domain/scenario/template.ts';
import type { Clock } from '#ports/clock.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import type { Ids } from '#ports/ids.ts';
import type { Machines } from '#ports/machines.ts';
import type { Observers } from '#ports/observer.ts';
import type { Originals } from '#ports/originals.ts';
import type { ClusterRuntime } from '#ports/runtimes.ts';
import type { Scene } from './check-module.ts';
import { foreseenProbes } from './foreseen-probes.ts';
import type { PlannedCheck } from './grading-plan.ts';
import { planGrading } from './grading-plan.ts';
import { look, unseen } from './look.ts';
import type { NetworkCalm } from './network-calm.ts';
import { NetworkPatience } from './network-patience.ts';
import { openScene } from './open-scene.ts';
import type { ProbePods } from './probe-pods.ts';
import { groupResult, leafResult } from './results.ts';
import { settle } from './settle.ts';

export interface GradingDeps {
  readonly observer: Observers;
  readonly clusterApi: ClusterApi;
  readonly machines: Machines;
  readonly originals: Originals;
  /** Knows what gave access to the cluster of a lab before its learner came. */
  readonly clusters: Pick<ClusterRuntime, 'kubeconfig'>;
  readonly calm: NetworkCalm;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface GradeRequest {
  readonly lab: LabId;
  readonly scenario: Scenario;
  /** Reads a file of the scenario's folder. */
  readonly file: Scene['file'];
  /** One task; all of them when absent. Guards of the scenario are always looked at. */
  readonly only?: string | undefined;
  readonly vars: Vars;
  readonly deps: GradingDeps;
  /** The id of the run, when somebody has announced it already. */
  readonly run?: GradeReport['run'];
  /** Hears how many results will come. Must not throw. */
  readonly onStart?: (results: number) => void;
  /** Hears of each result as soon as it is known; of a group after its parts. Must not throw. */
  readonly onSettled: (result: CheckResult) => void;
  /** Says why a check cannot be looked at where this grading runs: it is `unknown` then, without a look. */
  readonly cannot?: (check: LeafCheck) => string | undefined;
  readonly signal: AbortSignal;
  /** How many looks are taken at once. */
  readonly atOnce?: number;
}

const tidyMs = 15_000;
/** Most of a look is waiting: for a Pod of the grader, or for an answer that does not come. */
const usualAtOnce = 16;
const sweepMs = 5000;

/**
 * Looks at every check of a lab and counts the points. Changes nothing in the lab but short-lived Pods of its own, which it
 * removes. What cannot be observed is `unknown`; rejects only when the signal aborts, or for a scenario whose templates
 * cannot be filled in.
 */
export async function gradeLab(request: GradeRequest): Promise<GradeReport> {
  const { lab, vars, deps, only, signal } = request;
  const scenario = fillAll(request.scenario, vars);
  if (only !== undefined && !scenario.tasks.some(({ id }) => id === only)) {
    throw new Fault('not-found', `The scenario has no task ${only}.`, {
      remedy: 'Ask for a task that exists.',
    });
  }
  const run = request.run ?? deps.ids.run();
  const startedAt = deps.clock.now();
  const { scene, probes, close } = openScene({ deps, lab, vars, run, file: request.file, signal });
  try {
    const plan = planGrading(scenario, only);
    request.onStart?.(plan.length + new Set(plan.flatMap(({ group }) => group ?? [])).size);
    if (scenario.environment.kind === 'cluster') await makeRoom(probes, plan, request);
    const checks = await settleAll(plan, scene, request, secretValues(scenario, vars));
    const verdicts: Verdicts = Object.fromEntries(checks.map(({ check, verdict }) => [check, verdict]));
    const { brokenGuard, ...points } = score(scenario, verdicts, only, sharesOf(checks));
    return {
      run,
      lab,
      startedAt,
      endedAt: deps.clock.now(),
      ...(only !== undefined && { only }),
      ...points,
      ...(brokenGuard !== undefined && { brokenGuard }),
      checks,
    };
  } finally {
    await tidy(close);
  }
}

/**
 * Removes what a grading that was cut off has left, and has the grader's own Pods start meanwhile: they are waited for the longest.
 * Somebody may keep the grader from removing Pods, as with a webhook: they end by themselves.
 */
async function makeRoom(
  probes: ProbePods,
  plan: readonly PlannedCheck[],
  { cannot, signal }: GradeRequest,
): Promise<void> {
  const checks = plan.map(({ check }) => check).filter((check) => cannot?.(check) === undefined);
  for (const { namespace, labels } of checks.flatMap(foreseenProbes)) {
    // Whoever looks through it hears what became of it.
    probes.get(namespace, labels, signal).catch(() => undefined);
  }
  await probes.sweep(AbortSignal.any([signal, AbortSignal.timeout(sweepMs)])).catch(() => undefined);
  signal.throwIfAborted();
}

/** Also when the grading was stopped: its Pods must go, so the caller's signal does not count here. */
async function tidy(close: (signal: AbortSignal) => Promise<void>): Promise<void> {
  await close(AbortSignal.timeout(tidyMs)).catch(() => undefined);
}

/** What checks that fail have earned nevertheless. */
function sharesOf(results: readonly CheckResult[]): Shares {
  const partly = results.filter(({ verdict, points }) => verdict === 'fail' && points > 0);
  return Object.fromEntries(partly.map(({ check, points, possible }) => [check, points / possible]));
}

async function settleAll(
  plan: readonly PlannedCheck[],
  scene: Scene,
  request: GradeRequest,
  secrets: readonly string[],
): Promise<CheckResult[]> {
  const { clock } = request.deps;
  const queue = new PQueue({ concurrency: request.atOnce ?? usualAtOnce });
  const patience = new NetworkPatience(scene, request.deps.calm, request.scenario);
  const done = new Map<string, CheckResult>();
  await Promise.all(
    plan.map(async (planned) => {
      const began = clock.elapsed();
      // Only looking takes a place in the queue; waiting for the next look does not.
      const once = () => queue.add(() => look(planned.check, scene, clock, secrets));
      const why = request.cannot?.(planned.check);
      if (why === undefined) await patience.before(planned.check);
      const finding =
        why === undefined
          ? await settle(once, patience.of(planned.check), clock, scene.signal)
          : unseen(planned.check, why);
      const result = leafResult(planned, finding, Math.round(clock.elapsed() - began));
      done.set(planned.check.id, result);
      request.onSettled(result);
      tellGroup(planned, plan, done, request.onSettled);
    }),
  );
  return plan.flatMap((planned, i) => {
    const { group } = planned;
    const first = group !== undefined && plan[i - 1]?.group !== group;
    const ids = first ? [group.id, planned.check.id] : [planned.check.id];
    return ids.flatMap((id) => done.get(id) ?? []);
  });
}

function tellGroup(
  { group, task }: PlannedCheck,
  plan: readonly PlannedCheck[],
  done: Map<string, CheckResult>,
  onSettled: (result: CheckResult) => void,
): void {
  if (group === undefined || task === undefined) return;
  const parts = plan.filter((other) => other.group === group).map(({ check }) => done.get(check.id));
  const settled = parts.filter((part) => part !== undefined);
  if (settled.length < parts.length) return;
  const result = groupResult(group, task, settled);
  done.set(group.id, result);
  onSettled(result);
}
