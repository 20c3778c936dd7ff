import type { LabId } from '#contract/ids.ts';
import type { Step } from '#contract/progress.ts';
import type { SetupStep } from '#contract/scenario/scenario.ts';
import { Fault } from '#domain/fault.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { secretValues } from '#domain/scenario/shown-vars.ts';
import { fill, fillAll } from '#domain/scenario/template.ts';
import type { Run } from '#ports/run.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { Scene } from '../grading/check-module.ts';
import type { GradingDeps } from '../grading/grade-lab.ts';
import { look } from '../grading/look.ts';
import { withAnyPrograms } from '../grading/own-programs.ts';
import { Places } from '../grading/places.ts';
import { ProbePods } from '../grading/probe-pods.ts';
import { patienceOf, settle } from '../grading/settle.ts';
import { ownerOf } from './owner.ts';
import { runScript } from './run-script.ts';

export interface SetupRequest {
  readonly lab: LabId;
  readonly loaded: LoadedScenario;
  readonly vars: Vars;
  readonly deps: GradingDeps;
  readonly run: Run;
}

/**
 * `first` are the steps at the beginning that ask nobody but the API server: they can be done before the network and DNS are there,
 * so that the scenario's Pods start with those of the cluster. `rest` is what comes after them; together they are all, in order.
 */
export type SetupPart = 'first' | 'rest';

const defaultWaitMs = 60_000;
/** Somebody waits. A question to the API server costs little; to an observer, a process. */
const mostBetweenMs = { objects: 250, others: 500 };
const tidyMs = 15_000;

/**
 * Brings a lab into the state in which its scenario begins; each step of the author is a step of the run.
 * @throws Fault `runtime.failed`, `scenario.invalid`, `deadline.passed`, `cancelled`, and what the ports throw
 */
export async function runSetup(request: SetupRequest, part: SetupPart): Promise<void> {
  const { lab, loaded, vars, deps, run } = request;
  const steps = fillAll(loaded.scenario.setup, vars).map((step, index) => ({
    step,
    id: `setup-${index + 1}`,
  }));
  const other = steps.findIndex(({ step }) => !asksOnlyTheApiServer(step));
  const early = other === -1 ? steps.length : other;
  const probes = new ProbePods({
    api: deps.clusterApi,
    observer: deps.observer,
    clock: deps.clock,
    lab,
    run: deps.ids.run(),
  });
  try {
    for (const { step, id } of part === 'first' ? steps.slice(0, early) : steps.slice(early)) {
      const tell = (rest: { phase: 'begin' } | { phase: 'end'; ok: boolean }): void => {
        const told: Step = { id, title: step.say, at: deps.clock.now(), ...rest };
        run.onStep(told);
      };
      tell({ phase: 'begin' });
      try {
        await runStep(step, request, probes);
      } catch (error) {
        tell({ phase: 'end', ok: false });
        throw error;
      }
      tell({ phase: 'end', ok: true });
    }
    if (part === 'rest' && loaded.scenario.environment.kind === 'cluster') {
      await deps.calm.begin(lab, deps.clusterApi, run.signal);
    }
  } finally {
    await probes.close(AbortSignal.timeout(tidyMs));
  }
}

const objectChecks: readonly string[] = ['k8s.object', 'k8s.list', 'k8s.rollout'];

function asksOnlyTheApiServer(step: SetupStep): boolean {
  return 'apply' in step || ('wait' in step && objectChecks.includes(step.wait.type));
}

async function runStep(step: SetupStep, request: SetupRequest, probes: ProbePods): Promise<void> {
  const { lab, loaded, vars, deps, run } = request;
  const { signal } = run;
  if ('apply' in step) {
    await deps.clusterApi.apply(lab, fill(await loaded.file(step.apply), vars), signal);
  } else if ('file' in step) {
    const { on, from, to, mode, owner } = step.file;
    const content = fill(await loaded.file(from), vars);
    const ids = await ownerOf(deps.machines, { lab, on, owner, signal });
    await deps.machines.put(lab, on, [{ path: to, content, mode, ...ids }], signal);
  } else if ('run' in step) {
    const { on, script, user, timeout } = step.run;
    const text = await loaded.file(script);
    const timeoutMs = milliseconds(timeout);
    await runScript(deps.machines, { lab, on, user, name: script, text, vars, timeoutMs, signal });
  } else {
    await waitFor(step.wait, request, probes);
  }
}

async function waitFor(
  check: Extract<SetupStep, { wait: unknown }>['wait'],
  { lab, loaded, vars, deps, run: { signal } }: SetupRequest,
  probes: ProbePods,
): Promise<void> {
  const places = new Places(deps.clusterApi, lab, probes);
  const file = (path: string): Promise<string> => loaded.file(path);
  const machines = withAnyPrograms(deps.machines);
  const scene: Scene = { ...deps, machines, lab, vars, places, file, signal };
  const given = patienceOf(check);
  const kind = objectChecks.includes(check.type) ? 'objects' : 'others';
  const everyMs = Math.min(given.everyMs, mostBetweenMs[kind]);
  const patience = { ...given, everyMs, ...(check.retry === undefined && { forMs: defaultWaitMs }) };
  const secrets = secretValues(loaded.scenario, vars);
  const finding = await settle(() => look(check, scene, deps.clock, secrets), patience, deps.clock, signal);
  if (finding.verdict === 'pass') return;
  throw new Fault('deadline.passed', `${check.title}: not within ${Math.round(patience.forMs / 1000)} s.`, {
    remedy: 'Try again. If it happens again, the machine may be too busy for this scenario.',
    tail: `expected: ${finding.expected}\nfound: ${finding.found}`,
  });
}
