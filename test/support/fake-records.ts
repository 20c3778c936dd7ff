import { z } from 'zod';
import { AttemptView, SystemView } from '#contract/api.ts';
import { DoctorView } from '#contract/doctor.ts';

const now = Date.now();
const minute = 60_000;

const attemptTasks = (a: number, b: number, c: number) => [
  { task: 'deny-all', title: 'Deny all traffic', best: a, possible: 2 },
  { task: 'web-to-api', title: 'Let web reach api', best: b, possible: 4 },
  { task: 'dns', title: 'Keep names resolvable', best: c, possible: 4 },
];

export const attempts: AttemptView[] = z.array(AttemptView).parse([
  {
    id: 'att-aaaaaaaaaaaa',
    scenario: 'close-a-namespace',
    title: 'Close a namespace, then open two doors',
    lab: 'lab-aaaaaaaa',
    startedAt: now - 13 * minute,
    best: 2,
    possible: 10,
    gradings: 1,
    hintsOpened: 0,
    tasks: attemptTasks(2, 0, 0),
  },
  {
    id: 'att-bbbbbbbbbbbb',
    scenario: 'close-a-namespace',
    title: 'Close a namespace, then open two doors',
    lab: 'lab-dddddddd',
    startedAt: now - 1500 * minute,
    endedAt: now - 1476 * minute,
    best: 6,
    possible: 10,
    gradings: 4,
    hintsOpened: 1,
    tasks: attemptTasks(2, 4, 0),
  },
  {
    id: 'att-cccccccccccc',
    scenario: 'tls-on-the-ingress',
    title: 'Terminate TLS at the ingress',
    lab: 'lab-eeeeeeee',
    startedAt: now - 4000 * minute,
    endedAt: now - 3992 * minute,
    best: 10,
    possible: 10,
    gradings: 2,
    hintsOpened: 0,
    tasks: attemptTasks(2, 4, 4),
  },
]);

export const doctor: DoctorView = DoctorView.parse({
  at: now,
  findings: [
    { group: 'engine', mark: 'ok', fact: 'Docker engine 27.5.1 answers' },
    { group: 'engine', mark: 'ok', fact: 'the clocks of engine and platform agree' },
    { group: 'machine', mark: 'ok', fact: '16.0 GiB of memory, 9.3 GiB of it free, 8 cores' },
    {
      group: 'machine',
      mark: 'bad',
      fact: '2.1 GiB of disk free: no lab is begun below 3.0 GiB',
      remedy: 'Stop labs, run "./ckslab images prune", or free space on the disk of the engine.',
    },
    {
      group: 'kernel',
      mark: 'warn',
      fact: 'the kernel lacks AppArmor: 2 scenarios cannot run here (apparmor-nginx, apparmor-deny)',
      remedy: 'The kernel of this machine runs without AppArmor. Use a machine whose kernel has it.',
    },
    { group: 'kernel', mark: 'ok', fact: 'the kernel offers BTF' },
    { group: 'platform', mark: 'ok', fact: 'CKS Lab 0.1.0, Node 24.21.0' },
  ],
});

export const system: SystemView = SystemView.parse({
  version: '0.1.0',
  engine: { reachable: true, version: '27.5.1' },
  spares: [],
  machine: { cores: 8, memoryBytes: 16 * 1024 ** 3, freeDiskBytes: 91 * 1024 ** 3 },
  images: [
    {
      name: 'node',
      ref: 'cks-lab/node:4f0c2a91d7be',
      state: 'ready',
      sizeBytes: 964 * 1024 ** 2,
      purpose: 'Clusters: the machines that Kubernetes runs on',
      steps: [],
    },
    {
      name: 'workstation',
      ref: 'cks-lab/workstation:91be04aa7c13',
      state: 'ready',
      sizeBytes: 412 * 1024 ** 2,
      purpose: 'The machine that every lab begins on',
      steps: [],
    },
    {
      name: 'workstation-supply',
      ref: 'cks-lab/workstation-supply:07d1c55e2f60',
      state: 'building',
      purpose: 'Signing, scanning and bills of materials',
      steps: [
        { id: 'base', title: 'Take the base system', at: now - 42_000, phase: 'begin' },
        { id: 'base', title: 'Take the base system', at: now - 30_300, phase: 'end', ok: true },
        { id: 'cosign', title: 'Build cosign', at: now - 30_300, phase: 'begin' },
        {
          id: 'cosign',
          title: 'Build cosign',
          at: now - 20_000,
          phase: 'note',
          text: 'go: downloading modules',
        },
        {
          id: 'cosign',
          title: 'Build cosign',
          at: now - 9_000,
          phase: 'note',
          text: 'go: compiling cmd/cosign',
        },
        { id: 'cosign', title: 'Build cosign', at: now - 8_000, phase: 'progress', done: 3, total: 7 },
      ],
    },
    {
      name: 'host',
      ref: 'cks-lab/host:be77c0d3a812',
      state: 'failed',
      purpose: 'Docker hosts to harden',
      steps: [],
      problem: {
        code: 'image.build',
        message: 'The package nftables could not be installed.',
        remedy: 'Check that this machine reaches the Debian mirror, then run ./ckslab images.',
        tail: 'Err:1 bookworm/main nftables 1.0.6-2\n  Connection timed out\nE: Unable to fetch some archives',
      },
    },
  ],
});
