import type { ClusterMilestone } from '#ports/runtimes.ts';
import type { Action } from './action.ts';
import { clear } from './clear.ts';
import { cluster } from './cluster.ts';
import { connect } from './connect.ts';
import { hosts } from './hosts.ts';
import { kubeconfig } from './kubeconfig.ts';
import { network } from './network.ts';
import { observers } from './observers.ts';
import { objects, setup } from './setup.ts';
import { workstation } from './workstation.ts';

type TaskName =
  | 'clear'
  | 'network'
  | 'cluster'
  | 'workstation'
  | 'hosts'
  | 'observers'
  | 'connect'
  | 'kubeconfig'
  | 'objects'
  | 'setup';
export type Moment = TaskName | `cluster.${ClusterMilestone}` | 'hosts.entered';

export interface Task {
  readonly name: TaskName;
  /** Begins when all of these are done or reached. */
  readonly after: readonly Moment[];
  readonly work: Action;
}

/** How a lab comes about: everything begins as soon as what it stands on is there. */
export const tasks: readonly Task[] = [
  { name: 'clear', after: [], work: clear },
  { name: 'network', after: ['clear'], work: network },
  { name: 'cluster', after: ['network'], work: cluster },
  { name: 'workstation', after: ['network'], work: workstation },
  { name: 'hosts', after: ['network'], work: hosts },
  { name: 'observers', after: ['cluster.machines', 'hosts.entered', 'workstation'], work: observers },
  { name: 'connect', after: ['cluster.machines', 'hosts.entered', 'workstation'], work: connect },
  { name: 'kubeconfig', after: ['cluster.api', 'workstation'], work: kubeconfig },
  { name: 'objects', after: ['cluster.api'], work: objects },
  {
    name: 'setup',
    after: ['cluster', 'hosts', 'observers', 'connect', 'kubeconfig', 'objects'],
    work: setup,
  },
];
