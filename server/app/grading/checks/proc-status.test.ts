import { expect, test } from 'vitest';
import { pod, TestLab } from '../../../testing/test-lab.ts';

const process = {
  pid: 7,
  name: 'nginx',
  uid: 101,
  seccomp: 2,
  noNewPrivs: true,
  caps: ['NET_BIND_SERVICE'],
  apparmor: 'nginx-tight (enforce)',
  ownUserNs: true,
  rootReadOnly: true,
};
type Process = Partial<typeof process>;

const hardened = {
  seccomp: 2,
  noNewPrivs: true,
  root: false,
  uid: 101,
  capsSubsetOf: ['NET_BIND_SERVICE', 'CHOWN'],
  apparmor: { contains: 'nginx-tight' },
  ownUserNs: true,
  rootReadOnly: true,
};

const machine = (more: Process): TestLab => {
  const lab = new TestLab();
  lab.sees = () => ({ kind: 'confinement', processes: [{ ...process, ...more }] });
  return lab;
};

test('a process of a machine is held as the kernel says', async () => {
  const check = { type: 'proc.status', of: { machine: 'host', process: 'nginx' }, expect: hardened };
  expect((await machine({}).look(check)).verdict).toBe('pass');
  const loose = { uid: 0, seccomp: 0, noNewPrivs: false, caps: ['SYS_ADMIN', 'NET_RAW'], ownUserNs: false };
  expect(await machine({ ...loose, rootReadOnly: false, apparmor: 'unconfined' }).look(check)).toMatchObject({
    verdict: 'fail',
    found:
      'process 7: no seccomp, may gain privileges, user 0, user 0, capabilities SYS_ADMIN and NET_RAW, the AppArmor profile is “unconfined”, the users of the machine, a root that can be written to',
  });
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('a process that does not run is a finding, a kernel without AppArmor is not', async () => {
  const check = { type: 'proc.status', of: { machine: 'host', process: 'nginx' }, expect: hardened };
  const none = new TestLab();
  none.sees = () => ({ kind: 'confinement', processes: [] });
  expect(await none.look(check)).toMatchObject({ verdict: 'fail', found: 'no process nginx runs' });
  const { apparmor: _, ...bare } = process;
  none.sees = () => ({ kind: 'confinement', processes: [bare] });
  expect((await none.look(check)).verdict).toBe('unknown');
  expect((await none.look({ ...check, expect: { seccomp: 2 } })).verdict).toBe('pass');
});

const status = (name: string, state: object = { running: {} }) => ({
  name,
  containerID: `containerd://${name}-id`,
  restartCount: 0,
  state,
});
const web = (name: string, containers: object[], ready = 'True') =>
  pod(
    name,
    'shop',
    { app: 'web' },
    {
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: ready }],
        containerStatuses: containers,
        initContainerStatuses: [status('setup', { terminated: {} })],
      },
    },
  );

test('every running container of every Pod must be held', async () => {
  const lab = new TestLab();
  const check = {
    type: 'proc.status',
    of: { pod: { namespace: 'shop', labels: { app: 'web' } } },
    expect: { rootReadOnly: true },
  };
  lab.objects = [web('web-1', [status('main'), status('log')]), web('web-2', [status('main')])];
  lab.sees = (question) => {
    const id = question.kind === 'confinement' ? question.containerId : undefined;
    return { kind: 'confinement', processes: [{ ...process, rootReadOnly: id !== 'log-id' }] };
  };
  expect(await lab.look(check)).toMatchObject({
    verdict: 'fail',
    found: 'web-1/log: a root that can be written to',
  });
  const main = { pod: { ...check.of.pod, container: 'main' } };
  expect((await lab.look({ ...check, of: main })).verdict).toBe('pass');
  const none = { pod: { ...check.of.pod, container: 'other' } };
  expect((await lab.look({ ...check, of: none })).verdict).toBe('fail');
});

test('Pods that are not there or not ready are a finding, processes that cannot be seen are not', async () => {
  const lab = new TestLab();
  const of = { pod: { namespace: 'shop', labels: { app: 'web' } } };
  const check = { type: 'proc.status', of, expect: { seccomp: 2 } };
  expect((await lab.look(check)).verdict).toBe('fail');
  lab.objects = [web('web-1', [status('main')], 'False')];
  expect((await lab.look(check)).verdict).toBe('fail');
  lab.objects = [web('web-1', [status('main')])];
  lab.sees = () => ({ kind: 'confinement', processes: [] });
  expect((await lab.look(check)).verdict).toBe('unknown');
  lab.objects = 'connection refused';
  expect((await lab.look(check)).verdict).toBe('unknown');
});
