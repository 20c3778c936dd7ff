import type { CheckType } from '#contract/scenario/checks.ts';
import { answerOfPrometheus, filesPort, signedImage } from './files-served.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the grader may lose, and how a check that needs it must then say so. */
export const sayings = {
  observer: /The observer of (cp|box) could not be asked: /,
  'own program': /\S+ on (cp|box) is not as the lab came with it/,
  service: /the registry does not answer: |Prometheus gave no answer: /,
  engine: /the Docker engine could not be asked/,
  'API server':
    /The API server (did not answer within|is not running|cannot be reached|of the cluster can no longer be reached)/,
  etcd: /etcd gave no values: /,
} as const;
export type Need = keyof typeof sayings;

export interface Row {
  /** As an author writes it, of what is so. */
  readonly holds: Fields;
  /** What makes another check of it, of what is not so. */
  readonly fails: Fields;
  readonly needs: readonly [Need, ...Need[]];
}

const [cp, box] = [{ machine: 'cp' }, { machine: 'box' }];
const web = { namespace: 'default', labels: { app: 'web' } };
const toWeb = { service: 'default/web', port: 80 };
const visit = {
  say: 'somebody visits web',
  http: { from: cp, url: 'http://web.test/{{marker}}', to: toWeb },
};
const that = (cel: string) => [{ cel, say: 'it is so' }];
const secret = { apiVersion: 'v1', kind: 'Secret', namespace: 'default' };
const dns = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'kube-system', name: 'coredns' };
const onBox = (holds: Fields, fails: Fields, ...more: Need[]): readonly [Row] => [
  { holds: { on: 'box', ...holds }, fails, needs: ['observer', ...more] },
];

/**
 * Each type of check on the cluster `cp` with the Pod, the Service and the Secret of `webAndSecret`, and on the host `box`. The compiler
 * refuses a table that lacks a type, or a type that needs nothing.
 */
export const rows = {
  'k8s.object': [
    {
      holds: { ref: { ...secret, name: 'trial' }, expect: that('has(self.data.word)') },
      fails: { exists: false, expect: undefined },
      needs: ['API server'],
    },
  ],
  'k8s.list': [
    {
      holds: { ref: secret, expect: that("items.exists(i, i.metadata.name == 'trial')") },
      fails: { expect: that('items.size() == 0') },
      needs: ['API server'],
    },
  ],
  'k8s.rollout': [{ holds: { ref: dns, maxRestarts: 9 }, fails: { minReady: 9 }, needs: ['API server'] }],
  'k8s.can': [
    {
      holds: { as: { user: 'jane' }, verb: 'get', resource: 'secrets', expect: 'deny' },
      fails: { expect: 'allow' },
      needs: ['API server'],
    },
    {
      holds: {
        as: { kubeconfig: { on: 'cp', path: '/etc/kubernetes/admin.conf' } },
        verb: 'get',
        resource: 'secrets',
        expect: 'allow',
      },
      fails: { expect: 'deny' },
      needs: ['observer', 'API server'],
    },
  ],
  'k8s.admission': [
    { holds: { manifest: 'map.yaml', expect: 'accept' }, fails: { expect: 'reject' }, needs: ['API server'] },
    {
      holds: { manifest: 'map.yaml', expect: 'accept', mode: 'real' },
      fails: { expect: 'reject' },
      needs: ['API server'],
    },
  ],
  'net.connect': [
    {
      holds: { from: { probe: { namespace: 'default' } }, to: toWeb, expect: 'open' },
      fails: { expect: 'refused' },
      needs: ['observer', 'API server'],
    },
  ],
  'net.dns': [
    {
      holds: { from: { pod: web }, name: 'web.default.svc.cluster.local', expect: 'resolves' },
      fails: { name: 'nobody.default.svc.cluster.local' },
      needs: ['observer', 'API server'],
    },
  ],
  'net.http': [
    {
      holds: { from: cp, url: 'http://web.test/', to: toWeb, expect: { status: [200] } },
      fails: { expect: { status: [404] } },
      needs: ['observer', 'API server'],
    },
  ],
  'net.tls': [
    {
      holds: {
        from: cp,
        to: { service: 'default/kubernetes', port: 443 },
        ca: { secret: 'default/trial', key: 'ca.crt' },
        serverName: 'kubernetes',
        expect: { handshake: 'accepted', chain: true },
      },
      fails: { expect: { handshake: 'refused' } },
      needs: ['observer', 'API server'],
    },
  ],
  'net.listen': onBox({ present: [22] }, { absent: [22] }),
  'net.wire': [
    {
      holds: { on: 'cp', during: visit, ports: [8080], for: '2s', expect: 'marker-present' },
      fails: { expect: 'marker-absent' },
      needs: ['observer', 'API server'],
    },
  ],
  'node.file': onBox({ path: '/etc/passwd', owner: 'root' }, { owner: 'learner' }),
  'node.process': onBox({ name: 'sshd' }, { running: false }),
  'node.unit': onBox({ unit: 'ssh.service', active: true }, { active: false }),
  'node.package': onBox({ name: 'nano', installed: true, intact: true }, { installed: false }),
  'node.user': onBox({ name: 'learner', sudo: { matches: '.' } }, { exists: false }),
  'node.kernel': onBox({ sysctl: { 'net.ipv4.ip_forward': '1' } }, { moduleBlocked: ['sctp'] }),
  'node.sshd': onBox(
    { options: { Port: { equals: '22' } } },
    { options: { Port: { equals: '2222' } } },
    'own program',
  ),
  'proc.status': [
    {
      holds: { of: { pod: web }, expect: { ownUserNs: false } },
      fails: { expect: { ownUserNs: true } },
      needs: ['observer', 'API server'],
    },
    {
      holds: { of: { ...box, process: 'sshd' }, expect: { root: true } },
      fails: { expect: { root: false } },
      needs: ['observer'],
    },
  ],
  script: onBox({ run: 'yes.sh', reason: 'a trial of the check itself' }, { run: 'no.sh' }, 'own program'),
  image: onBox(
    { image: 'lab.local/workloads:1', expect: that("self.os == 'linux'") },
    { filesAbsent: ['/etc/passwd'] },
    'engine',
  ),
  sbom: onBox({ file: '/srv/app.cdx.json', contains: ['pkg:deb/debian/bash'] }, { of: 'another' }),
  signature: [
    {
      holds: {
        from: box,
        image: signedImage.name,
        to: { ...box, port: filesPort },
        plainHttp: true,
        key: { file: 'own.pub' },
        expect: 'valid',
      },
      fails: { expect: 'invalid' },
      needs: ['observer', 'service'],
    },
  ],
  cis: [
    {
      holds: { on: 'cp', benchmark: 'cis-1.12', targets: 'master', pass: ['1.2.6'] },
      fails: { pass: ['1.1.12'] },
      needs: ['observer', 'own program'],
    },
  ],
  'runtime.is': [
    {
      holds: { of: web, expect: 'runc' },
      fails: { expect: 'runsc' },
      needs: ['observer', 'API server'],
    },
  ],
  'docker.inspect': onBox(
    { what: 'info', expect: that("self.OSType == 'linux'") },
    { what: 'network', name: 'no-such' },
    'engine',
  ),
  exec: [
    {
      holds: { in: box, argv: ['/usr/bin/id', '-u'], expect: { stdout: { equals: '0' } } },
      fails: { expect: { exit: 1 } },
      needs: ['observer', 'own program'],
    },
    {
      holds: { in: { pod: web }, argv: ['id'], expect: { exit: 0 } },
      fails: { expect: { exit: 1 } },
      needs: ['API server'],
    },
  ],
  answer: onBox({ file: '/srv/answer', equals: 'right' }, { equals: 'another' }),
  'etcd.value': [
    {
      holds: { key: '/registry/secrets/default/trial', provider: 'identity' },
      fails: { provider: 'aescbc' },
      needs: ['observer', 'etcd'],
    },
  ],
  'log.events': [
    {
      holds: {
        log: { pod: web },
        format: 'text',
        stimulate: [visit],
        match: { contains: '{{marker}}' },
        within: '30s',
      },
      fails: { min: 0, max: 0 },
      needs: ['observer', 'API server'],
    },
    {
      holds: {
        log: { on: 'box', path: '/srv/answer' },
        format: 'text',
        match: { contains: 'never' },
        min: 0,
        max: 0,
        within: '1s',
      },
      fails: { min: 1, max: undefined },
      needs: ['observer'],
    },
  ],
  'prom.query': [
    {
      holds: { from: box, url: answerOfPrometheus.url, query: 'up', expect: that('items[0].value == 1.0') },
      fails: { expect: that('items.size() == 0') },
      needs: ['observer', 'service'],
    },
  ],
} satisfies Readonly<Record<CheckType, readonly [Row, ...Row[]]>>;
