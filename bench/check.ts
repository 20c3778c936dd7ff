import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gradeLab } from '#app/grading/grade-lab.ts';
import { listensForSilence, silenceMs } from '#app/grading/checks/net-connect.ts';
import { namedScenarios } from '#app/proof/named-scenarios.ts';
import type { ProofLab } from '#app/proof/proof-labs.ts';
import { proveAll } from '#app/proof/prove-all.ts';
import { runScript } from '#app/setup/run-script.ts';
import type { GradeReport } from '#contract/grading.ts';
import { Fault } from '#domain/fault.ts';
import { leafChecks } from '#domain/scenario/checks-of.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import { coreSet } from '../server/cli/changed-scenarios.ts';
import { interruptSignal } from '../server/cli/interrupt.ts';
import { labPlaces } from '../server/cli/lab-places.ts';
import { print, printFault, printTable } from '../server/cli/print.ts';
import { type ProofWorld, proofWorld } from '../server/cli/proof-world.ts';
import { readSettings } from '../server/cli/settings.ts';
import { openLibrary } from '../server/scenario-side.ts';
import { quantile, seconds } from './phases.ts';
import { withoutPatience } from './without-patience.ts';

// How long a check takes in a solved lab, and how long a scenario takes to be proved. Nothing is asserted: the numbers are for
// people who compare machines and changes. Scenarios are named as arguments, or --all; by default those of the core set.

const solutionMs = 300_000;
/** What a learner should wait at most for ten checks with nothing to wait for, in all but the slowest of twenty gradings. */
const budgetMs = 2000;
const budgetChecks = 10;
/** Nobody checks again within a moment: what a grading leaves to be cleared away is no cost of the next. */
const calmMs = 2000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '20' },
    all: { type: 'boolean', default: false },
    'no-prove': { type: 'boolean', default: false },
  },
});
const signal = interruptSignal();

interface Row {
  readonly loaded: LoadedScenario;
  readonly reports: readonly GradeReport[];
  readonly proveMs: number | undefined;
}

try {
  const config = readSettings();
  const library = await openLibrary(config);
  const scenarios = await chosen(library);
  const world = await proofWorld(config, undefined);
  try {
    await measure(world, scenarios);
  } finally {
    await world.close();
  }
} catch (error) {
  printFault(error);
  process.exitCode = 1;
}

async function chosen(library: ScenarioLibrary): Promise<readonly LoadedScenario[]> {
  if (values.all && positionals.length > 0) {
    throw new Fault('request.invalid', 'Scenarios were named and --all was written.', {
      remedy: 'Name scenarios, or write --all.',
    });
  }
  if (values.all) return library.all();
  return namedScenarios(library, positionals.length > 0 ? positionals : await coreSet());
}

async function measure(world: ProofWorld, scenarios: readonly LoadedScenario[]): Promise<void> {
  print(`${availableParallelism()} cores, ${values.runs} gradings of each scenario`);
  const rows: Row[] = [];
  for (const loaded of scenarios) {
    print(`• ${loaded.scenario.id} …`);
    const reports = await gradings(world, loaded);
    const row = { loaded, reports, proveMs: values['no-prove'] ? undefined : await proveTime(world, loaded) };
    rows.push(row);
    // It takes minutes for each: what is known is told at once.
    print(`  ${cells(row).slice(1).join(' · ')}`);
  }
  print();
  printTable([
    ['', 'checks', 'p50', 'p95', 'budget', 'slowest check', 'not at once', 'prove'],
    ...rows.map(cells),
  ]);
}

/** Gradings of a solved lab, in which every check is looked at once. */
async function gradings(world: ProofWorld, loaded: LoadedScenario): Promise<GradeReport[]> {
  const lab = await world.labs.start(loaded, signal);
  try {
    await solve(world, loaded, lab);
    const once = withoutPatience(loaded.scenario);
    const reports: GradeReport[] = [];
    for (let i = 0; i < Number(values.runs); i++) {
      await delay(calmMs, undefined, { signal });
      reports.push(await grade(world, { ...loaded, scenario: once }, lab));
    }
    return reports;
  } finally {
    await world.labs.stop(lab);
  }
}

/** Done when a grading with all the patience of the author says so. */
async function solve({ deps }: ProofWorld, loaded: LoadedScenario, { lab, vars }: ProofLab): Promise<void> {
  const [solution] = loaded.scenario.solutions;
  if (solution === undefined) return;
  const { on, user, script } = solution;
  const text = await loaded.file(script);
  await runScript(deps.machines, { lab, on, user, name: script, text, vars, timeoutMs: solutionMs, signal });
  const { earned, possible } = await grade({ deps }, loaded, { lab, vars });
  if (earned === possible) return;
  throw new Fault(
    'scenario.invalid',
    `The solution of ${loaded.scenario.id} earns ${earned} of ${possible}.`,
    {
      remedy: `Find out why: ./ckslab scenario prove ${loaded.scenario.id}`,
    },
  );
}

function grade(
  { deps }: Pick<ProofWorld, 'deps'>,
  loaded: LoadedScenario,
  lab: ProofLab,
): Promise<GradeReport> {
  const { scenario } = loaded;
  const file = (path: string): Promise<string> => loaded.file(path);
  return gradeLab({ ...lab, scenario, file, deps, onSettled: () => undefined, signal });
}

async function proveTime(world: ProofWorld, loaded: LoadedScenario): Promise<number> {
  const atOnce = await labPlaces([loaded]);
  const [proof] = await proveAll({ ...world, scenarios: [loaded], atOnce, signal });
  return (proof?.endedAt ?? 0) - (proof?.startedAt ?? 0);
}

function cells({ loaded, reports, proveMs }: Row): string[] {
  const { scenario } = loaded;
  const looked = leafChecks(scenario).filter(({ role }) => role !== 'wait');
  const checks = looked.length;
  const times = reports.map(({ startedAt, endedAt }) => endedAt - startedAt);
  // That nothing comes back is heard by listening; however many checks do, they listen at the same time.
  const listens = looked.some(({ check }) => check.type === 'net.connect' && listensForSilence(check));
  const budget = budgetMs * Math.max(1, checks / budgetChecks) + (listens ? silenceMs : 0);
  const p95 = quantile(times, 0.95);
  const results = reports.flatMap((report) => report.checks);
  const slowest = results.toSorted((a, b) => b.tookMs - a.tookMs)[0];
  const late = new Set(results.filter(({ verdict }) => verdict !== 'pass').map(({ check }) => check));
  return [
    scenario.id,
    String(checks),
    seconds(quantile(times, 0.5)),
    seconds(p95),
    `${seconds(budget)} ${p95 <= budget ? 'kept' : 'missed'}`,
    slowest === undefined ? '' : `${slowest.check} ${seconds(slowest.tookMs)}`,
    [...late].join(', ') || 'none',
    proveMs === undefined ? '' : seconds(proveMs),
  ];
}
