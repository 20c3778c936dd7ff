import { describe, expect, test } from 'vitest';
import type { Answer, Question } from '#contract/observer.ts';
import type { KubeObject } from '#ports/cluster-api.ts';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { object, pod, TestLab } from '../../testing/test-lab.ts';
import { gradeLab } from './grade-lab.ts';

// What a learner could try so that a check passes without the work. None of it may gain anything.

const connected = (outcome: 'open' | 'blocked' | 'refused'): Answer<Question> => ({
  kind: 'connect',
  outcome,
  detail: '',
  tookMs: 1,
});

/** A lab whose cluster has one Namespace and these objects. */
function cluster(...objects: KubeObject[]): TestLab {
  const lab = new TestLab();
  lab.objects = [object('Namespace', 'shop', undefined), ...objects];
  return lab;
}

const noPods = {
  type: 'k8s.list',
  ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop' },
  expect: [{ cel: 'items.size() == 0', say: 'there is no Pod' }],
};

describe('a Pod that imitates those of the grader is judged like any other', () => {
  const imitations: readonly (readonly [string, string, object])[] = [
    ['its old label', 'web', { labels: { 'cks-lab/grader': 'true' } }],
    ['its annotation', 'web', { annotations: { 'cks-lab/grader': 'run-aaaaaaaaaaaa' } }],
    ['its prefix', 'grader-aaaaaaaaaaaa-0', {}],
    [
      'everything of it',
      'grader-bbbbbbbbbbbb-0',
      {
        annotations: { 'cks-lab/grader': 'run-bbbbbbbbbbbb' },
        ownerReferences: [{ kind: 'Namespace', controller: true }],
      },
    ],
  ];
  test.each(imitations)('with %s', async (_, name, metadata) => {
    const finding = await cluster(pod(name, 'shop', {}, { metadata })).look(noPods);
    expect(finding).toMatchObject({ verdict: 'fail', found: expect.stringContaining('1 Pod') as string });
  });
});

describe('probes from a Pod of the grader', () => {
  const probe = {
    type: 'net.connect',
    from: { probe: { namespace: 'shop', labels: { app: 'web' } } },
    to: { machine: 'cp', port: 80 },
    expect: 'open',
  };

  test('carry no label by which a policy could tell them from the Pods that they stand for', async () => {
    const lab = cluster();
    const labels: unknown[] = [];
    lab.sees = () => {
      const pods = (lab.objects as KubeObject[]).filter(({ kind }) => kind === 'Pod');
      labels.push(...pods.map(({ metadata }) => (metadata as { labels: object }).labels));
      return connected('open');
    };
    expect((await lab.look(probe)).verdict).toBe('pass');
    expect(labels).toEqual([{ app: 'web' }]);
  });

  test('that a webhook or a policy refuses make the check unknown, and say who refused', async () => {
    const finding = await withCreate(cluster(), async () => ({
      kind: 'unknown',
      reason: 'The API server refused (400): admission webhook "no.example" denied the request',
    })).look({ ...probe, expect: 'closed' });
    expect(finding.verdict).toBe('unknown');
    expect(finding.found).toContain('no Pod of the grader could be made in Namespace shop');
    expect(finding.found).toContain('admission webhook "no.example" denied');
  });

  test.each([
    [
      'other labels',
      { metadata: { labels: { app: 'web', blocked: 'yes' } } },
      'its labels are app=web, blocked=yes',
    ],
    ['no labels', { metadata: { labels: {} } }, 'its labels are gone'],
    [
      'the network of the node',
      { spec: { hostNetwork: true, containers: [] } },
      'in the network of its node',
    ],
  ])('that a webhook gives %s make the check unknown', async (_, change, told) => {
    const lab = cluster();
    lab.sees = () => connected('open');
    const finding = await withCreate(lab, async (made) => {
      const given = {
        ...made,
        ...change,
        metadata: { ...(made['metadata'] as object), ...metadataOf(change) },
      };
      const value = { ...pod('x', 'shop', { app: 'web' }), ...given };
      (lab.objects as KubeObject[]).push(value);
      return { kind: 'found', value };
    }).look(probe);
    expect(finding).toMatchObject({ verdict: 'unknown', found: expect.stringContaining(told) as string });
  });

  test('are not judged themselves, but a Pod under a name that was refused to them is', async () => {
    const guard = {
      id: 'none',
      title: 'No Pods',
      ...noPods,
      retry: { for: '5s', every: '1s', stable: '3s' },
    };
    const scenario = sampleScenario({ guards: [{ id: 'way', title: 'Way', ...probe }, guard] });
    const grade = async (lab: TestLab, deps = lab.deps()) => {
      const signal = new AbortController().signal;
      const { checks } = await gradeLab({
        lab: lab.id,
        scenario,
        vars: { word: 'red', marker: 'm' },
        deps,
        file: lab.file,
        onSettled: () => undefined,
        signal,
      });
      return Object.fromEntries(checks.map(({ check, verdict }) => [check, verdict]));
    };
    const honest = cluster();
    honest.sees = () => connected('open');
    expect(await grade(honest)).toMatchObject({ way: 'pass', none: 'pass' });
    const tricked = cluster();
    expect(
      await grade(
        tricked,
        withCreate(tricked, async (refused) => {
          const { name } = refused['metadata'] as { name: string };
          (tricked.objects as KubeObject[]).push(pod(name, 'shop', {}));
          return { kind: 'unknown', reason: 'denied' };
        }).deps(),
      ),
    ).toMatchObject({ way: 'unknown', none: 'fail' });
  });
});

test('a grading says what it found, also when somebody forbids it to remove its Pods', async () => {
  const lab = cluster();
  lab.sees = () => connected('open');
  const deps = lab.deps();
  const forbidden = async (): Promise<never> => Promise.reject(new Error('given up'));
  const way = {
    id: 'way',
    title: 'Way',
    type: 'net.connect',
    from: { probe: { namespace: 'shop' } },
    to: { machine: 'cp', port: 80 },
    expect: 'open',
  };
  const left = {
    annotations: { 'cks-lab/grader': 'run-b' },
    ownerReferences: [{ kind: 'Namespace', controller: true }],
  };
  (lab.objects as KubeObject[]).push(pod('grader-b-0', 'shop', {}, { metadata: left }));
  const { checks } = await gradeLab({
    lab: lab.id,
    scenario: sampleScenario({ guards: [way] }),
    vars: { word: 'red', marker: 'm' },
    deps: { ...deps, clusterApi: { ...deps.clusterApi, delete: forbidden } },
    file: lab.file,
    onSettled: () => undefined,
    signal: new AbortController().signal,
  });
  expect(checks.find(({ check }) => check === 'way')?.verdict).toBe('pass');
});

describe('a fake service that answers in the place of the right one', () => {
  const way = (more: object) => ({
    type: 'net.connect',
    from: { machine: 'cp' },
    expect: 'blocked',
    ...more,
  });

  test('does not stand for a port that the Service no longer has', async () => {
    const service = object('Service', 'db', 'shop', {
      spec: { clusterIP: '10.0.0.1', selector: { app: 'db' }, ports: [{ port: 5433, targetPort: 5432 }] },
    });
    const lab = cluster(service, pod('db-0', 'shop', { app: 'db' }));
    lab.sees = (question) =>
      connected(question.kind === 'connect' && question.netns === 'machine' ? 'blocked' : 'open');
    const finding = await lab.look(way({ to: { service: 'shop/db', port: 5432 } }));
    expect(finding).toMatchObject({
      verdict: 'unknown',
      found: expect.stringContaining('Service shop/db has no port 5432') as string,
    });
  });

  test('that listens only for itself makes no port blocked that is merely closed', async () => {
    const lab = new TestLab();
    lab.sees = (question) =>
      connected(question.kind === 'connect' && question.host === '127.0.0.1' ? 'open' : 'refused');
    expect((await lab.look(way({ to: { machine: 'worker', port: 2375 } }))).verdict).toBe('fail');
  });
});

type Create = (made: KubeObject) => ReturnType<ReturnType<TestLab['deps']>['clusterApi']['create']>;

/** The lab with an API server that answers in this way when a Pod is made. */
function withCreate(lab: TestLab, create: Create): TestLab {
  const deps = lab.deps.bind(lab);
  lab.deps = () => {
    const all = deps();
    return { ...all, clusterApi: { ...all.clusterApi, create: async (_lab, made) => create(made) } };
  };
  return lab;
}

const metadataOf = (change: object): object => ('metadata' in change ? (change.metadata as object) : {});
