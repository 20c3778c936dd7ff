import { describe, expect, test } from 'vitest';
import type { Answer, Question } from '#contract/observer.ts';
import { object, TestLab } from '../../testing/test-lab.ts';

// What a learner changes on the workstation, where the work begins. None of it may gain anything.

/** A lab whose cluster has one Namespace without Pods. */
function cluster(): TestLab {
  const lab = new TestLab();
  lab.objects = [object('Namespace', 'shop', undefined)];
  return lab;
}

const pods = { type: 'k8s.list', ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop' } };

describe('a workstation of lies', () => {
  const checks = [
    { ...pods, expect: [{ cel: 'items.size() == 0', say: 'there is no Pod' }] },
    { ...pods, expect: [{ cel: 'items.size() == 1', say: 'there is one Pod' }] },
    {
      type: 'k8s.object',
      ref: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
      expect: [{ cel: "self.metadata.name == 'shop'", say: 'it is there' }],
    },
    { type: 'exec', in: { machine: 'cp' }, argv: ['kubectl', 'version'], expect: { exit: 0 } },
  ];
  const text = (content: string): Answer<Question> => ({ kind: 'file', exists: true, type: 'file', content });
  const done = { exit: 0, stdout: '', stderr: '' };

  test('with another kubectl and another kubeconfig changes no verdict: it is not asked', async () => {
    const verdicts = async (lab: TestLab) =>
      Promise.all(checks.map(async (check) => (await lab.look(check)).verdict));
    const honest = cluster();
    honest.runs = () => done;
    const lying = cluster();
    const asked = new Set<string>();
    lying.runs = (_argv, machine) => {
      asked.add(machine);
      return machine === 'workstation' ? { ...done, stdout: 'No resources found' } : done;
    };
    lying.sees = (question, machine) => {
      asked.add(machine);
      if (machine !== 'workstation') return { kind: 'unknown', reason: 'not asked' };
      const isIts = question.kind === 'file' && question.path === '/home/learner/.kube/config';
      return text(isIts ? 'server: https://127.0.0.1:9443' : '#!/bin/sh\necho No resources found');
    };
    expect(await verdicts(lying)).toEqual(['pass', 'fail', 'pass', 'pass']);
    expect(await verdicts(honest)).toEqual(['pass', 'fail', 'pass', 'pass']);
    expect([...asked]).toEqual(['cp']);
  });

  test('is not run in place of the one that the lab came with', async () => {
    const lab = cluster();
    lab.originals.set('/usr/local/bin/kubectl', { kind: 'kept', sha256: 'as it came' });
    lab.hasNoPrograms = false;
    lab.sees = (question) => {
      if (question.kind !== 'tree') return { ...text('forged'), sha256: 'forged' } as Answer<Question>;
      const entry = { path: '/usr/local/bin/kubectl', type: 'file' as const, owner: 'root', group: 'root' };
      const entries = question.path === '/usr/local/bin' ? [{ ...entry, mode: '0755' }] : [];
      return { kind: 'tree', exists: true, entries };
    };
    const argv = ['/bin/bash', '-c', 'kubectl get pods'];
    const { verdict, found } = await lab.look({
      type: 'exec',
      in: { machine: 'workstation' },
      argv,
      expect: {},
    });
    expect(verdict).toBe('unknown');
    expect(found).toContain('/usr/local/bin/kubectl on workstation is not as the lab came with it');
    expect(lab.log).toEqual([]);
  });
});
