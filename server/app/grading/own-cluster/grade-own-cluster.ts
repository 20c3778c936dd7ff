import type { CheckResult, GradeReport } from '#contract/grading.ts';
import type { CheckType, LeafCheck } from '#contract/scenario/checks.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { Fault } from '#domain/fault.ts';
import { leafChecks } from '#domain/scenario/checks-of.ts';
import type { Clock } from '#ports/clock.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import type { Ids } from '#ports/ids.ts';
import { gradeLab } from '../grade-lab.ts';
import { ownVars } from './own-vars.ts';
import { NetworkCalm } from '../network-calm.ts';
import { noKubeconfig, noMachines, noObserver, noOriginals, readOnly } from './read-only.ts';

/** The types of checks that only read objects of the API. */
const reads: ReadonlySet<CheckType> = new Set<CheckType>(['k8s.object', 'k8s.list', 'k8s.rollout']);

/** How a check ended on a cluster of one's own. */
export type OwnResult = Omit<CheckResult, 'verdict'> & {
  readonly result: CheckResult['verdict'] | 'not-possible';
};

export interface OwnReport {
  readonly scenario: string;
  readonly title: string;
  /** Did everything hold that could be looked at? */
  readonly ok: boolean;
  /** Points of the checks that passed, and of all that could be looked at. */
  readonly earned: number;
  readonly reachable: number;
  readonly possible: number;
  readonly tookMs: number;
  /** In the order of the scenario, a group before its parts. */
  readonly results: readonly OwnResult[];
}

export interface OwnRequest {
  readonly scenario: Scenario;
  readonly given: Readonly<Record<string, string>>;
  readonly clusterApi: ClusterApi;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly signal: AbortSignal;
}

/**
 * Looks at what a scenario asks for in a cluster that is no lab: objects of the API are read, nothing is created, and every
 * check that needs more is told as not possible, never as failed.
 * @throws Fault `request.invalid` when nothing can be looked at, or when variables are missing.
 */
export async function gradeOwnCluster(request: OwnRequest): Promise<OwnReport> {
  const { scenario, clusterApi, clock, ids, signal } = request;
  const leaves = leafChecks(scenario).filter(({ role }) => role !== 'wait');
  const readable = requireReadable(scenario);
  const report = await gradeLab({
    lab: ids.lab(),
    scenario,
    vars: ownVars(scenario, readable, request.given),
    deps: {
      clusterApi: readOnly(clusterApi),
      observer: noObserver,
      machines: noMachines,
      originals: noOriginals,
      clusters: noKubeconfig,
      calm: new NetworkCalm(clock),
      clock,
      ids,
    },
    file: async () => Promise.reject(new Error('scripts run in labs alone')),
    cannot: (check) => (isRead(check) ? undefined : `not possible here: ${neededBy(check)}`),
    onSettled: () => undefined,
    signal,
  });
  return ownReport(
    scenario,
    report,
    new Set(leaves.filter(({ check }) => !isRead(check)).map((l) => l.check.id)),
  );
}

/**
 * The checks that can be looked at in a cluster of one's own.
 * @throws Fault `request.invalid` when there is none.
 */
export function requireReadable(scenario: Scenario): LeafCheck[] {
  const checks = leafChecks(scenario).flatMap(({ role, check }) => (role === 'wait' ? [] : [check]));
  const readable = checks.filter(isRead);
  if (readable.length === 0) throw nothingToRead(scenario.id);
  return readable;
}

const isRead = ({ type }: LeafCheck): boolean => reads.has(type);

function neededBy(check: LeafCheck): string {
  if (JSON.stringify(check).includes('"probe":')) return `${check.type} needs a Pod of the grader`;
  return `${check.type} needs ${check.type.startsWith('k8s.') ? 'more than reading' : 'the machines of a lab'}`;
}

function ownReport(scenario: Scenario, report: GradeReport, blind: ReadonlySet<string>): OwnReport {
  const results = report.checks.map(({ verdict, ...rest }): OwnResult => {
    const parts = report.checks.filter(({ parent }) => parent === rest.check);
    return { ...rest, result: isOpen(rest.check, verdict, parts, blind) ? 'not-possible' : verdict };
  });
  // Whether a part has to pass is for its group to say.
  const counted = results.filter(({ role, result }) => role !== 'part' && result !== 'not-possible');
  const sum = (all: readonly OwnResult[]): number => all.reduce((n, { possible }) => n + possible, 0);
  return {
    scenario: scenario.id,
    title: scenario.title,
    ok: counted.every(({ result }) => result === 'pass'),
    earned: sum(counted.filter(({ result }) => result === 'pass')),
    reachable: sum(counted),
    possible: scenario.points,
    tookMs: report.endedAt - report.startedAt,
    results,
  };
}

/** Is the verdict open only because something cannot be looked at here? */
function isOpen(
  id: string,
  verdict: CheckResult['verdict'],
  parts: readonly CheckResult[],
  blind: ReadonlySet<string>,
): boolean {
  if (blind.has(id)) return true;
  const open = parts.filter((part) => part.verdict === 'unknown');
  return verdict === 'unknown' && open.length > 0 && open.every((part) => blind.has(part.check));
}

const nothingToRead = (id: string): Fault =>
  new Fault('request.invalid', `No check of ${id} only reads the cluster, so nothing can be checked here.`, {
    remedy: 'Start it as a lab: ./ckslab up.',
  });
