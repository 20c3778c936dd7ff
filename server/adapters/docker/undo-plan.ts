import type { SnapshotLimits } from '#domain/lab/snapshot-limits.ts';
import type { Role } from './labels.ts';

interface Tree {
  readonly path: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly steady?: boolean;
}

/** What a learner works on wherever it is. The platform's own programs lie in `/usr/local/lib`. */
const everywhere: readonly Tree[] = [
  { path: '/etc' },
  { path: '/root' },
  { path: '/home' },
  { path: '/opt' },
  { path: '/srv' },
  { path: '/usr/local', except: ['lib'] },
  { path: '/var/spool/cron' },
];

/** What records of the system show what the learner did. */
const logs: Tree = { path: '/var/log', only: ['audit*', 'kubernetes*', 'auth.log'] };

const ofRole: Readonly<Record<Exclude<Role, 'observer'>, readonly Tree[]>> = {
  workstation: [{ path: '/tmp' }],
  host: [logs],
  node: [
    logs,
    // Also a folder beside it, into which somebody has brought a backup back.
    { path: '/var/lib', only: ['etcd*'], steady: true },
    {
      path: '/var/lib/kubelet',
      // What belongs to Pods that run: a kubelet that starts makes it anew.
      except: [
        'pods',
        'plugins',
        'plugins_registry',
        'device-plugins',
        'pod-resources',
        'checkpoints',
        '*_state',
      ],
    },
    // The address that /etc/kubernetes names, and whether the node has its identity.
    { path: '/kind', only: ['node-address', 'kubeadm.conf', 'baked'] },
  ],
};

/** What of a machine is saved and put back, as the undo program beside it reads it. */
export function undoPlan(role: Exclude<Role, 'observer'>, limits: SnapshotLimits): string {
  return JSON.stringify({
    trees: [...everywhere, ...ofRole[role]],
    maxBytes: limits.machineBytes,
    maxFileBytes: limits.fileBytes,
  });
}
