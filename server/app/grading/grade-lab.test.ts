import { expect, test } from 'vitest';
import type { CheckResult } from '#contract/grading.ts';
import type { Answer, Question } from '#contract/observer.ts';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { gradeLab } from './grade-lab.ts';
import { object, pod, TestLab } from '../../testing/test-lab.ts';

const scenario = sampleScenario();
const vars = { word: 'red', marker: 'c0ffee' };
const outcome = (what: 'open' | 'blocked' | 'refused'): Answer<Question> => ({
  kind: 'connect',
  outcome: what,
  detail: '',
  tookMs: 1,
});

/** A lab in which every check of the sample holds; the way that must be shut is known by how long it is listened to. */
function solved(): TestLab {
  const lab = new TestLab();
  const names = ['gate', 'plain', 'first-guard', 'left', 'right', 'alive'];
  lab.objects = [
    ...names.map((name) => object('ConfigMap', name, 'shop', { data: { word: 'red' } })),
    object('Service', 'web', 'shop', {
      spec: { clusterIP: '10.0.0.1', selector: { app: 'web' }, ports: [{ port: 80 }] },
    }),
    pod('web-1', 'shop', { app: 'web' }),
  ];
  lab.sees = (question) => {
    const isShut = question.kind === 'connect' && question.netns === 'machine' && question.timeoutMs < 1000;
    return outcome(isShut ? 'blocked' : 'open');
  };
  return lab;
}

async function grade(lab: TestLab, more: { only?: string; run?: never } = {}) {
  const settled: CheckResult[] = [];
  let announced = 0;
  const report = await gradeLab({
    lab: lab.id,
    scenario,
    file: lab.file,
    vars,
    deps: lab.deps(),
    onStart: (results) => (announced = results),
    onSettled: (result) => settled.push(result),
    signal: new AbortController().signal,
    ...more,
  });
  return { report, settled, announced };
}

test('a solved lab earns every point, and every result was told before', async () => {
  const { report, settled, announced } = await grade(solved());
  expect(report).toMatchObject({ earned: 10, possible: 10, sure: true, run: 'run-aaaaaaaaaaaa' });
  expect(announced).toBe(settled.length);
  expect([...settled].map(({ check }) => check).sort()).toEqual(
    report.checks.map(({ check }) => check).sort(),
  );
});

test('results come in the order of the scenario, a group before its parts', async () => {
  const { report } = await grade(solved());
  expect(report.checks.map(({ check, role }) => `${check}:${role}`)).toEqual([
    'gate:check',
    'plain:check',
    'first-guard:guard',
    'door:check',
    'opened:part',
    'shut:part',
    'either:check',
    'left:part',
    'right:part',
    'neither:check',
    'bad:part',
    'alive:guard',
  ]);
});

test('an API server that is gone makes nothing pass and nothing sure', async () => {
  const lab = new TestLab();
  lab.objects = 'connection refused';
  const { report } = await grade(lab);
  expect(report).toMatchObject({ earned: 0, sure: false, brokenGuard: 'alive' });
  expect(new Set(report.checks.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
});

test('one task alone is graded, with the guards of the scenario', async () => {
  const { report } = await grade(solved(), { only: 'first' });
  expect(report).toMatchObject({ only: 'first', earned: 4, possible: 4 });
  expect(report.checks.map(({ check }) => check)).toEqual(['gate', 'plain', 'first-guard', 'alive']);
});

test('a task that does not exist is refused', async () => {
  await expect(grade(solved(), { only: 'third' })).rejects.toThrow(/no task third/);
});

test('secret values of the attempt are shown nowhere', async () => {
  const lab = solved();
  (lab.objects as { metadata: { name: string }; data?: object }[])
    .filter(({ metadata }) => metadata.name === 'plain')
    .forEach((item) => Object.assign(item, { data: { word: 'c0ffee' } }));
  const secret = sampleScenario({
    guards: [
      {
        id: 'alive',
        title: 'Alive',
        type: 'k8s.object',
        ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'plain' },
        expect: [{ cel: "self.data.word == '{{vars.marker}}x'", say: 'the word is {{vars.marker}}x' }],
        show: 'self.data',
      },
    ],
  });
  const report = await gradeLab({
    lab: lab.id,
    scenario: secret,
    file: lab.file,
    vars,
    deps: lab.deps(),
    onSettled: () => undefined,
    signal: new AbortController().signal,
  });
  expect(JSON.stringify(report)).not.toContain('c0ffee');
});

test('Pods that a grading left behind are removed before the next one, others are not', async () => {
  const lab = solved();
  const left = (name: string, kind: string) =>
    pod(
      name,
      'lobby',
      {},
      {
        metadata: {
          annotations: { 'cks-lab/grader': 'run-bbbbbbbbbbbb' },
          ownerReferences: [{ kind, controller: true }],
        },
      },
    );
  (lab.objects as object[]).push(
    left('grader-bbbbbbbbbbbb-0', 'Namespace'),
    left('grader-bbbbbbbbbbbb-1', 'ReplicaSet'),
    left('web-0', 'Namespace'),
  );
  await grade(lab);
  expect(lab.log).toEqual(['delete lobby/grader-bbbbbbbbbbbb-0']);
});

test('Pods of the grader start before anything is looked at, one for each place, and go at the end', async () => {
  const lab = solved();
  (lab.objects as object[]).push(object('Namespace', 'lobby', undefined));
  const { sees } = lab;
  const before: string[][] = [];
  lab.sees = (...asked) => {
    before.push([...lab.log]);
    return sees(...asked);
  };
  const connect = { type: 'net.connect', to: { machine: 'cp', port: 80 }, expect: 'open' } as const;
  const place = (app: string) => ({ probe: { namespace: 'lobby', labels: { app } } });
  const guard = (id: string, from: object) => ({ id, title: id, ...connect, from });
  const probed = sampleScenario({
    guards: [guard('a', place('web')), guard('b', place('api')), guard('c', place('web'))],
  });
  const signal = new AbortController().signal;
  const rest = { file: lab.file, vars, deps: lab.deps(), onSettled: () => undefined, signal };
  await gradeLab({ lab: lab.id, scenario: probed, ...rest });
  const own = ['lobby/grader-aaaaaaaaaaaa-0', 'lobby/grader-aaaaaaaaaaaa-1'];
  expect(before[0]).toEqual(own.map((pod) => `create ${pod}`));
  expect(lab.log.slice(2)).toEqual(own.map((pod) => `delete ${pod}`));
});

test('a grading that is stopped removes its Pods and rejects', async () => {
  const lab = solved();
  (lab.objects as object[]).push(object('Namespace', 'lobby', undefined));
  const stop = new AbortController();
  lab.sees = () => {
    stop.abort(new Error('stopped'));
    return outcome('open');
  };
  const probed = sampleScenario({
    guards: [
      {
        id: 'alive',
        title: 'Alive',
        type: 'net.connect',
        from: { probe: { namespace: 'lobby' } },
        to: { machine: 'cp', port: 1 },
        expect: 'refused',
        retry: { for: '5s' },
      },
    ],
  });
  const request = {
    lab: lab.id,
    scenario: probed,
    file: lab.file,
    vars,
    deps: lab.deps(),
    onSettled: () => undefined,
    signal: stop.signal,
  };
  await expect(gradeLab(request)).rejects.toThrow('stopped');
  expect(lab.log.at(-1)).toMatch(/^delete lobby\/grader-/);
});
