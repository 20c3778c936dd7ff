import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { TestLab } from '../../testing/test-lab.ts';
import { type Certified, certified } from '../../testing/trial-certificate.ts';

// A learner who is root on the control plane and says there who answers kubectl. None of it may gain anything.

const path = '/etc/kubernetes/admin.conf';
const authority = certified('kubernetes');
const admin = certified('kubernetes-admin', authority);
const data = (pem: string): string => Buffer.from(pem).toString('base64');
const keyOf = ({ key }: Certified): string => data(key.export({ type: 'sec1', format: 'pem' }) as string);

/** A kubeconfig as kubeadm writes it, but for what is given. */
const conf = (
  { cluster = {}, user = {}, context = {}, ...rest }: Record<string, object> = {},
  by: Certified = admin,
): object => ({
  apiVersion: 'v1',
  kind: 'Config',
  preferences: {},
  'current-context': 'admin@kubernetes',
  contexts: [{ name: 'admin@kubernetes', context: { cluster: 'kubernetes', user: 'admin', ...context } }],
  clusters: [
    {
      name: 'kubernetes',
      cluster: { server: 'https://cp:6443', 'certificate-authority-data': data(authority.cert), ...cluster },
    },
  ],
  users: [
    {
      name: 'admin',
      user: { 'client-certificate-data': data(by.cert), 'client-key-data': keyOf(by), ...user },
    },
  ],
  ...rest,
});

/** A control plane with this file, on which every program answers what the grader wants to hear. */
function cp(text: string | undefined, at = path): TestLab {
  const lab = new TestLab();
  lab.kubeconfig = stringify(conf());
  lab.sees = (question) => {
    if (question.kind !== 'file') return { kind: 'unknown', reason: 'not asked' };
    const isIt = question.path === at && text !== undefined;
    return isIt
      ? { kind: 'file', exists: true, type: 'file', content: text }
      : { kind: 'file', exists: false };
  };
  lab.runs = () => ({ exit: 0, stdout: '{"pass":true,"observed":"as wanted"}', stderr: '' });
  lab.file = async () => `export KUBECONFIG=${path}; kubectl get nodes`;
  return lab;
}

const ran = (...argv: string[]) => ({ type: 'exec', in: { machine: 'cp' }, argv, expect: { exit: 0 } });
const plain = ran('/usr/bin/kubectl', '--kubeconfig', path, 'get', 'nodes');

describe('a kubeconfig of the cluster that a check names', () => {
  test.each([
    ['as it came', stringify(conf())],
    ['written in another way', JSON.stringify(conf())],
    [
      'with a certificate that its authority has renewed',
      stringify(conf({}, certified(admin.name, authority))),
    ],
  ])('is used: %s', async (_, text) => {
    expect((await cp(text).look(plain)).verdict).toBe('pass');
  });

  const fake = certified('kubernetes');
  test.each<[string, string | undefined]>([
    ['another server', stringify(conf({ cluster: { server: 'https://127.0.0.1:9443' } }))],
    ['another authority', stringify(conf({ cluster: { 'certificate-authority-data': data(fake.cert) } }))],
    [
      'a server that need not prove itself',
      stringify(conf({ cluster: { 'insecure-skip-tls-verify': true } })),
    ],
    ['a proxy', stringify(conf({ cluster: { 'proxy-url': 'http://127.0.0.1:9' } }))],
    ['another user', stringify(conf({}, certified('somebody', authority)))],
    ['a user of another authority', stringify(conf({}, certified(admin.name, fake)))],
    ['a key of somebody else', stringify(conf({ user: { 'client-key-data': keyOf(fake) } }))],
    ['a certificate that is none', stringify(conf({ user: { 'client-certificate-data': 'AAAA' } }))],
    ['somebody whom the user plays', stringify(conf({ user: { as: 'system:anonymous' } }))],
    ['another Namespace', stringify(conf({ context: { namespace: 'empty' } }))],
    ['a second cluster', stringify(conf({ clusters: [] }))],
    ['a line that only others see', `# \u2028clusters: []\n${stringify(conf())}`],
    ['a tag', stringify(conf()).replace('https://cp', '!server https://cp')],
    ['no kubeconfig', 'as wanted'],
    ['nothing', undefined],
  ])('is not used when it has %s', async (_, text) => {
    const lab = cp(text);
    const { verdict, found } = await lab.look(plain);
    expect(verdict).toBe('unknown');
    expect(found).toContain(`${path} on cp is not the kubeconfig that the lab began with`);
    expect(found).toContain('Put it back as it was, or reset the lab');
    expect(lab.log).toEqual([]);
  });

  test('is not used when nobody can see it', async () => {
    const lab = cp(undefined);
    lab.sees = () => ({ kind: 'unknown', reason: 'no observer' });
    expect((await lab.look(plain)).found).toContain(`whether ${path} on cp is as the lab began`);
  });

  const elsewhere = stringify(conf({ cluster: { server: 'https://127.0.0.1:9443' } }));
  test.each<[string, Record<string, unknown>]>([
    ['in a shell', ran('/bin/bash', '-c', `kubectl --kubeconfig=${path} get nodes`)],
    ['in the environment', ran('/bin/bash', '-c', `export KUBECONFIG=${path}; kubectl get nodes`)],
    [
      'from its folder',
      ran('/bin/bash', '-c', 'cd /etc/kubernetes; kubectl --kubeconfig admin.conf get nodes'),
    ],
    ['in a script', { type: 'script', on: 'cp', run: 'checks/a.sh', reason: 'a trial of the check' }],
  ])('is found wherever it is named: %s', async (_, check) => {
    expect((await cp(elsewhere).look(check)).verdict).toBe('unknown');
    expect((await cp(stringify(conf())).look(check)).verdict).toBe('pass');
  });

  test('is the one that the server keeps, and no other of the administrator', async () => {
    const other = '/etc/kubernetes/super-admin.conf';
    const check = ran('/usr/bin/kubectl', '--kubeconfig', other, 'get', 'nodes');
    const text = stringify(conf({}, certified('kubernetes-super-admin', authority)));
    expect((await cp(text, other).look(check)).found).toContain(`${other} on cp is not the kubeconfig`);
  });

  test('says nothing where no check names it', async () => {
    expect((await cp(elsewhere).look(ran('/usr/bin/true'))).verdict).toBe('pass');
  });
});

test('a kubectl that somebody put on the control plane is not run, however right its kubeconfig', async () => {
  const lab = cp(stringify(conf()));
  const { sees } = lab;
  lab.originals.set('/usr/bin/kubectl', { kind: 'kept', sha256: 'as it came' });
  lab.sees = (question, machine) =>
    question.kind === 'file' && question.path === '/usr/bin/kubectl'
      ? { kind: 'file', exists: true, type: 'file', sha256: 'forged' }
      : sees(question, machine);
  const { verdict, found } = await lab.look(plain);
  expect(verdict).toBe('unknown');
  expect(found).toContain('/usr/bin/kubectl on cp is not as the lab came with it');
  expect(lab.log).toEqual([]);
});

test('what the learner sets for shells and for kubectl is not what programs of the grader get', async () => {
  const lab = cp(stringify(conf()));
  const given: unknown[] = [];
  lab.runs = (_argv, _machine, { env }) => {
    given.push(env);
    return { exit: 0, stdout: '', stderr: '' };
  };
  await lab.look(plain);
  await lab.look(ran('/bin/bash', '-c', 'kubectl version'));
  const own = {
    PATH: '/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin',
    KUBERC: 'off',
    KUBECTL_KUBERC: 'false',
    KUBECACHEDIR: '/dev/null',
  };
  expect(given).toEqual([own, own]);
});
