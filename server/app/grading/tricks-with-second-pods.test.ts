import { describe, expect, test } from 'vitest';
import type { Answer, Question } from '#contract/observer.ts';
import { pod, TestLab } from '../../testing/test-lab.ts';

const connected = (outcome: 'open' | 'blocked' | 'refused'): Answer<Question> => ({
  kind: 'connect',
  outcome,
  detail: '',
  tookMs: 1,
});

describe('a second Pod with the labels of the first', () => {
  const api = { app: 'api' };
  const both = () => {
    const fake = pod('aaa', 'shop', api, { status: ready('10.0.0.66') });
    const lab = new TestLab();
    lab.objects = [pod('api-0', 'shop', api, { status: ready('10.0.0.1') }), fake];
    return lab;
  };
  const ready = (podIP: string) => ({
    phase: 'Running',
    podIP,
    conditions: [{ type: 'Ready', status: 'True' }],
  });
  const from = { pod: { namespace: 'shop', labels: api } };
  const isFake = (question: Question): boolean =>
    JSON.stringify(question).match(/uid-aaa|10\.0\.0\.66/) !== null;

  test('does not stand for it as the place where a probe starts', async () => {
    const lab = both();
    lab.sees = (question) => connected(isFake(question) ? 'open' : 'blocked');
    const check = { type: 'net.connect', from, to: { machine: 'cp', port: 80 }, expect: 'open' };
    expect(await lab.look(check)).toMatchObject({
      verdict: 'fail',
      probe: 'from Pod shop/api-0: TCP connect to cp:80',
    });
    lab.sees = () => connected('open');
    expect(await lab.look(check)).toMatchObject({
      verdict: 'pass',
      found: 'the connection opens (each of 2 times)',
    });
  });

  test('does not stand for it as what is called', async () => {
    const lab = both();
    lab.sees = (question) => connected(isFake(question) ? 'refused' : 'open');
    const check = {
      type: 'net.connect',
      from: { machine: 'cp' },
      to: { ...from, port: 80 },
      expect: 'refused',
    };
    expect((await lab.look(check)).verdict).toBe('fail');
  });

  test('does not stand for it as where a command runs', async () => {
    const lab = both();
    lab.runsInPod = (_argv, { name }) => ({
      kind: 'found',
      value: { exit: name === 'aaa' ? 0 : 1, stdout: '', stderr: '' },
    });
    const check = { type: 'exec', in: from, argv: ['test', '!', '-w', '/'], expect: { exit: 0 } };
    expect((await lab.look(check)).verdict).toBe('fail');
  });

  test('does not stand for it before a kernel', async () => {
    const lab = both();
    lab.sees = (question) => ({
      kind: 'podSandbox',
      processes: [],
      runtime: isFake(question) ? 'runsc' : 'runc',
    });
    const check = { type: 'runtime.is', of: from.pod, expect: 'runsc' };
    expect((await lab.look(check)).verdict).toBe('fail');
  });

  test('is looked at as well, so that a crowd of them says nothing', async () => {
    const lab = new TestLab();
    lab.objects = Array.from({ length: 17 }, (_, n) => pod(`api-${n}`, 'shop', api));
    lab.sees = () => connected('open');
    const check = { type: 'net.connect', from, to: { machine: 'cp', port: 80 }, expect: 'open' };
    expect(await lab.look(check)).toMatchObject({
      verdict: 'unknown',
      found: 'could not be observed: there are more than 16 Pods to look at',
    });
  });
});
