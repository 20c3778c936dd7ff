import { z } from 'zod';
import { LabDetail } from '#contract/api.ts';
import { CheckResult, GradeReport } from '#contract/grading.ts';
import { LabView } from '#contract/lab.ts';
import { scenarios } from './fake-scenarios.ts';

const now = Date.now();
const at = (secondsAgo: number): number => now - secondsAgo * 1000;

const steps = [
  { id: 'network', title: 'Make the network', at: at(64), phase: 'begin' },
  { id: 'network', title: 'Make the network', at: at(63.6), phase: 'end', ok: true },
  { id: 'nodes', title: 'Start 2 nodes', at: at(63.6), phase: 'begin' },
  { id: 'nodes', title: 'Start 2 nodes', at: at(58), phase: 'note', text: 'node control-plane runs' },
  { id: 'nodes', title: 'Start 2 nodes', at: at(55), phase: 'note', text: 'node worker runs' },
  { id: 'nodes', title: 'Start 2 nodes', at: at(54), phase: 'end', ok: true },
  { id: 'control', title: 'Start the control plane', at: at(54), phase: 'begin' },
  { id: 'control', title: 'Start the control plane', at: at(31), phase: 'end', ok: true },
  { id: 'setup', title: 'Set up the scenario', at: at(31), phase: 'begin' },
  { id: 'setup', title: 'Set up the scenario', at: at(20), phase: 'note', text: 'apply shop.yaml' },
  {
    id: 'setup',
    title: 'Set up the scenario',
    at: at(12),
    phase: 'note',
    text: 'wait until deployment shop/api is available',
  },
];

const view = {
  scenario: 'close-a-namespace',
  version: 3,
  createdAt: at(830),
  steps,
  vars: {},
  terminals: [
    {
      id: 'workstation',
      label: 'workstation',
      user: 'learner',
      machine: 'workstation',
      colour: 'green',
    },
    { id: 'cp', label: 'control-plane', user: 'root', machine: 'cp', colour: 'magenta' },
    { id: 'worker', label: 'worker', user: 'root', machine: 'worker', colour: 'cyan' },
  ],
};

export const labs: LabView[] = z.array(LabView).parse([
  { ...view, id: 'lab-aaaaaaaa', attempt: 'att-aaaaaaaaaaaa', state: 'ready', readyAt: at(761) },
  {
    ...view,
    id: 'lab-bbbbbbbb',
    attempt: 'att-dddddddddddd',
    scenario: 'rbac-diet',
    state: 'preparing',
    createdAt: at(64),
    estimate: { ms: 95_000, runs: 5, steps: { network: 500, nodes: 9000, control: 24_000, setup: 41_000 } },
  },
  {
    ...view,
    id: 'lab-cccccccc',
    attempt: 'att-eeeeeeeeeeee',
    scenario: 'secrets-at-rest',
    state: 'failed',
    createdAt: at(300),
    steps: [...steps, { id: 'setup', title: 'Set up the scenario', at: at(2), phase: 'end', ok: false }],
    problem: {
      code: 'lab.setup',
      message: 'The scenario could not be set up: shop/api did not become available within 120 s.',
      remedy: 'Retry. If it fails again, the machine may be short of memory: stop other labs first.',
      tail: 'deployment "api" exceeded its progress deadline\n0 of 2 replicas are available\nlast event: FailedScheduling 0/2 nodes: insufficient memory',
    },
  },
]);

const check = { role: 'check', tookMs: 320, why: undefined };

/** What a grading of the first lab finds: one task solved, one failing, one that cannot be observed. */
export const results: CheckResult[] = z.array(CheckResult).parse([
  {
    ...check,
    check: 'policy-exists',
    task: 'deny-all',
    title: 'default-deny selects all Pods',
    verdict: 'pass',
    points: 1,
    possible: 1,
    expected: 'a policy with an empty podSelector',
    found: 'default-deny selects all Pods',
  },
  {
    ...check,
    check: 'both-ways',
    task: 'deny-all',
    title: 'Both directions are denied',
    verdict: 'pass',
    points: 1,
    possible: 1,
    expected: 'Ingress and Egress',
    found: 'Ingress, Egress',
  },
  {
    ...check,
    check: 'web-api',
    task: 'web-to-api',
    title: 'web → api:8080 is open',
    verdict: 'fail',
    points: 0,
    possible: 2,
    expected: 'open',
    found: 'blocked',
    tookMs: 3000,
    why: 'Policies speak about the ports of Pods, not of Services: the Service listens on 80, the Pods on 8080.',
    probe: 'from Pod shop/web: connect to api.shop:8080 over TCP within 3 s',
  },
  {
    ...check,
    check: 'only-web',
    task: 'web-to-api',
    title: 'Nobody else reaches api',
    verdict: 'fail',
    points: 0,
    possible: 2,
    expected: 'all of 2 hold',
    found: '1 of 2 holds',
  },
  {
    ...check,
    role: 'part',
    parent: 'only-web',
    check: 'db-api',
    task: 'web-to-api',
    title: 'db → api:8080 is blocked',
    verdict: 'pass',
    points: 0,
    possible: 0,
    expected: 'blocked',
    found: 'blocked',
  },
  {
    ...check,
    role: 'part',
    parent: 'only-web',
    check: 'other-api',
    task: 'web-to-api',
    title: 'another namespace → api:8080 is blocked',
    verdict: 'fail',
    points: 0,
    possible: 0,
    expected: 'blocked',
    found: 'open',
  },
  {
    ...check,
    check: 'dns-udp',
    task: 'dns',
    title: 'Names resolve over UDP',
    verdict: 'unknown',
    points: 0,
    possible: 4,
    expected: 'an answer from the cluster DNS',
    found: 'the Pod of the probe did not start within 20 s',
    tookMs: 20_000,
  },
]);

export function gradeReport(lab: string, run: string, only: string | undefined): GradeReport {
  const mine = results.filter((result) => only === undefined || result.task === only);
  const tasks = ['deny-all', 'web-to-api', 'dns']
    .filter((task) => only === undefined || task === only)
    .map((task) => {
      const of = mine.filter((result) => result.task === task && result.role === 'check');
      return {
        task,
        earned: of.reduce((sum, result) => sum + result.points, 0),
        possible: of.reduce((sum, result) => sum + result.possible, 0),
        sure: of.every((result) => result.verdict !== 'unknown'),
      };
    });
  return GradeReport.parse({
    run,
    lab,
    startedAt: Date.now() - 900,
    endedAt: Date.now(),
    tasks,
    checks: mine,
    ...(only === undefined ? {} : { only }),
    earned: tasks.reduce((sum, task) => sum + task.earned, 0),
    possible: tasks.reduce((sum, task) => sum + task.possible, 0),
    sure: tasks.every((task) => task.sure),
  });
}

export function labDetail(lab: LabView): LabDetail {
  const scenario = scenarios.find((other) => other.id === lab.scenario);
  const allows = { run: true, files: true, editor: true, services: true };
  return LabDetail.parse({ lab, mode: 'practice', allows, scenario, hints: [] });
}

/** What a lab is like once the page has asked for it. */
export const labTurns = {
  reset: () => ({ state: 'resetting' }),
  pause: () => ({ state: 'pausing', steps: [], pausedAt: Date.now() }),
  resume: () => ({ state: 'resuming', steps: [], problem: undefined }),
} satisfies Record<string, () => Partial<LabView>>;

export const hintTexts = [
  'A policy without rules for a direction that it names allows nothing in that direction.',
  'Two entries under `from` are an **or**; two selectors in one entry are an **and**.',
  'Look at `kubectl -n shop get endpoints api`: which port do the Pods listen on?',
];
