import { expect, test } from 'vitest';
import type { Answer, Question } from '#contract/observer.ts';
import type { KubeObject } from '#ports/cluster-api.ts';
import { object, TestLab } from '../../testing/test-lab.ts';
import { ProbePods } from './probe-pods.ts';

const signal = new AbortController().signal;
const standing: Answer<Question> = { kind: 'podNetwork', ready: true };

interface Changes {
  status: { phase: string; podIP?: string };
  metadata: { labels: Record<string, string> };
}

/** A cluster that binds Pods and tells nothing more of them, and the Pod that was made there. */
function slowCluster() {
  const lab = new TestLab();
  lab.objects = [object('Namespace', 'shop', undefined)];
  const { clusterApi: api, observer, clock } = lab.deps();
  const create: typeof api.create = async (...asked) => {
    const made = await api.create(...asked);
    Object.assign(theirs(), { status: { phase: 'Pending' } });
    return made;
  };
  const theirs = (): KubeObject & Changes => (lab.objects as KubeObject[]).at(-1) as KubeObject & Changes;
  const probes = new ProbePods({ api: { ...api, create }, observer, clock, lab: lab.id, run: 'run-a' });
  return { lab, theirs, get: () => probes.get('shop', {}, signal) };
}

test('a Pod can be used as soon as the observer of its node sees it in its network', async () => {
  const { lab, get } = slowCluster();
  const asked: unknown[] = [];
  lab.sees = (question, machine) => {
    asked.push([machine, question]);
    return standing;
  };
  expect(await get()).toMatchObject({ kind: 'found', value: { metadata: { name: 'grader-a-0' } } });
  expect(asked).toEqual([['cp', { kind: 'podNetwork', podUid: 'uid-grader-a-0', timeoutMs: 2000 }]]);
});

test.each<[string, Answer<Question>]>([
  ['cannot look', { kind: 'unknown', reason: 'killed' }],
  ['sees nothing', { kind: 'podNetwork', ready: false }],
])('where the observer %s, it can be used when the API server says that it runs', async (_, seen) => {
  const { lab, theirs, get } = slowCluster();
  let looks = 0;
  lab.sees = () => {
    looks += 1;
    if (looks === 3) theirs().status = { phase: 'Running', podIP: '10.0.0.9' };
    return seen;
  };
  expect((await get()).kind).toBe('found');
  expect(looks).toBe(3);
});

test('a Pod that was changed while it started is no place to look from, wherever it stands', async () => {
  const { lab, theirs, get } = slowCluster();
  lab.sees = () => {
    theirs().metadata = { ...theirs().metadata, labels: { role: 'admin' } };
    return standing;
  };
  expect(await get()).toMatchObject({
    kind: 'unknown',
    reason: expect.stringContaining('role=admin') as string,
  });
});
