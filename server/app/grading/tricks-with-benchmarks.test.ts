import { expect, test } from 'vitest';
import { changedLab } from '../../testing/changed-lab.ts';
import type { TestLab } from '../../testing/test-lab.ts';
import { benchmarks } from './own-benchmark.ts';

// A learner who would rather change the auditor than the settings. None of it may gain anything.

const master = `${benchmarks}/cis-1.12/master.yaml`;
const check = { type: 'cis', on: 'cp', benchmark: 'cis-1.12', targets: 'master', pass: ['1.1.12'] };
const audits = `
groups:
  - id: 1.1
    checks:
      - { id: 1.1.11, audit: awk }
      - { id: 2.1, audit: stat }
      - { id: 2.10, audit: awk }
      - { id: 1.1.12, audit: "ps -ef | stat -c %U /var/lib/etcd", audit_config: "/bin/cat /etc/etcd" }
`;
const programs = ['ps', 'sh', 'kubectl', 'stat', 'cat', 'awk'].map((name) => `/usr/bin/${name}`);
/** As the image has them. Its folder of programs has a second name. */
const image: Readonly<Record<string, string>> = {
  ...Object.fromEntries(programs.map((path) => [path, path])),
  ...Object.fromEntries(programs.map((path) => [path.replace('/usr', ''), path])),
  '/usr/local/lib/kube-bench/kube-bench': 'kube-bench',
  [`${benchmarks}/config.yaml`]: 'of all',
  [`${benchmarks}/cis-1.12/config.yaml`]: 'of one',
  [master]: audits,
};

/** A control plane of which somebody has changed some files, and whose kube-bench is content. */
function controlPlane(changes: Readonly<Record<string, string | undefined>> = {}, came = image): TestLab {
  const lab = changedLab(came, changes);
  const results = [{ test_number: '1.1.12', status: 'PASS' }];
  lab.runs = () => ({
    exit: 0,
    stdout: JSON.stringify({ Controls: [{ tests: [{ results }] }] }),
    stderr: '',
  });
  return lab;
}

test('a benchmark that is as it came is believed', async () => {
  expect((await controlPlane().look(check)).verdict).toBe('pass');
});

test.each([
  [`${benchmarks}/config.yaml`, 'other names of processes'],
  [`${benchmarks}/cis-1.12/config.yaml`, 'other names of processes'],
  [master, audits.replace('stat', 'true')],
  [master, undefined],
  ['/usr/bin/stat', 'echo etcd'],
  ['/usr/bin/kubectl', 'echo v1.36'],
  ['/bin/cat', 'echo right'],
  ['/bin/sh', 'echo right'],
])('kube-bench is not run when %s is another one', async (path, text) => {
  const lab = controlPlane({ [path]: text });
  expect(await lab.look(check)).toMatchObject({
    verdict: 'unknown',
    found: expect.stringContaining(`${path} on cp is not as the lab came with it`),
  });
  expect(lab.log).toEqual([]);
});

test('a program that only other audits call is of no importance', async () => {
  const lab = controlPlane({ '/usr/bin/awk': 'mine' });
  expect((await lab.look(check)).verdict).toBe('pass');
  expect((await lab.look({ ...check, pass: ['2.1'] })).verdict).toBe('fail');
  expect((await lab.look({ ...check, pass: ['2.10'] })).verdict).toBe('unknown');
});

test('of a benchmark that is no sound YAML every word counts', async () => {
  const broken = audits.replace('- { id: 2.1,', '- { text: "over two\nlines", id: 2.1,');
  const lab = controlPlane({ '/usr/bin/awk': 'mine' }, { ...image, [master]: broken });
  expect((await lab.look(check)).found).toContain('/usr/bin/awk on cp is not as the lab came with it');
});

test('every one of several targets is looked at', async () => {
  const two = { ...check, targets: 'node, master' };
  expect((await controlPlane().look(two)).verdict).toBe('pass');
  expect((await controlPlane({ [master]: 'mine' }).look(two)).verdict).toBe('unknown');
});

test('a benchmark that only the scenario has is its own affair', async () => {
  expect((await controlPlane().look({ ...check, benchmark: 'house-rules' })).verdict).toBe('pass');
});

test('nothing is known when what an audit runs cannot be told', async () => {
  const lab = controlPlane();
  const { sees } = lab;
  lab.sees = (question, machine) =>
    question.kind === 'file' && question.path === master && question.maxBytes > 1
      ? { kind: 'unknown', reason: 'no observer' }
      : sees(question, machine);
  expect(await lab.look(check)).toMatchObject({
    verdict: 'unknown',
    found: expect.stringContaining('what the audits'),
  });
  expect(lab.log).toEqual([]);
});
