import type { LabId } from '#contract/ids.ts';
import type { FileToPut, MachineName } from './machines.ts';
import type { Run } from './run.ts';

export interface ClusterSpec {
  /** 1: a control plane that also runs Pods; more: workers beside it. */
  readonly nodes: number;
  /** Image reference of the nodes: `node`, or `baked-node`, with which a cluster is there much sooner. */
  readonly image: string;
  /**
   * Image reference of the `observer`, from which a door to the API server is made: a container with a foot in the lab and one on
   * the machine. Without it a node publishes its port itself, which a sealed network does not allow.
   */
  readonly door?: string;
}

/**
 * How far a cluster has come. `machines`: its nodes can be entered. `api`: objects are accepted, credentials can be read, and
 * Pods start as soon as they can be connected.
 */
export type ClusterMilestone = 'machines' | 'api';

/** A run that may hear of milestones, each once and in this order; what is done when `create` resolves includes them. */
export interface ClusterRun extends Run {
  readonly onReached?: ((milestone: ClusterMilestone) => void) | undefined;
}

/** Who is to reach an API server by a kubeconfig. `node`: the control plane itself. */
export type Audience = 'server' | 'lab' | 'node';

/**
 * Makes Kubernetes clusters. `create` resolves only when every node is Ready, the network plugin runs and cluster DNS has
 * answered through its Service. On failure or abort what was begun is removed by `Machines.destroy`, which the caller runs.
 */
export interface ClusterRuntime {
  create(lab: LabId, spec: ClusterSpec, run: ClusterRun): Promise<void>;
  /**
   * Waits, after `Machines.start`, until the cluster is what it was before `Machines.stop`: the API server answers, every node is
   * Ready again, services that ran on nodes run, Pods that were Ready are so again, and cluster DNS answers. Pods that do not come
   * back within their time are named in a note and are no failure: a learner may have broken them on purpose. So is an API server or a
   * node that does not come back where `stop` could note nothing, because the machines had ended with their engine.
   * `nodes`: their names, the control plane first.
   */
  recover(lab: LabId, nodes: readonly MachineName[], run: Run): Promise<void>;
  /**
   * Resolves when a cluster whose nodes were booted anew at `since` (milliseconds since the epoch) or later can be used: every node
   * is Ready and cluster DNS answers.
   */
  settle(lab: LabId, since: number, run: Run): Promise<void>;
  /**
   * Cluster-admin credentials. `server`: reachable from the platform; `lab`: reachable from the lab's machines; `node`: word for word as
   * the control plane had them. They are read there once, when they are asked for first, and stay the same as long as the control plane
   * is the same machine: what a learner writes there later does not count.
   */
  kubeconfig(lab: LabId, audience: Audience, signal: AbortSignal): Promise<string>;
}

export interface HostSpec {
  readonly name: MachineName;
  readonly image: string;
  /**
   * Stand in the machine before it boots for the first time, so that what starts by itself finds them. Missing parent folders are
   * made, owned by root. Not below `/dev`, `/proc`, `/run`, `/sys` or `/tmp`, which a boot makes anew.
   */
  readonly files?: readonly FileToPut[];
}

/** A run that may hear when the machine can be entered, while systemd has only begun to start what it starts. Once, if at all. */
export interface HostRun extends Run {
  readonly onEntered?: (() => void) | undefined;
}

/** A key pair of one lab: the workstation holds the private half, every node and host trusts the public one. */
export interface LabKeys {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** `routed`: sealed, and yet its machines have a default route, which leads to nobody: Kubernetes learns its own address by it. */
export interface NetworkKind {
  readonly sealed: boolean | 'routed';
}

/** Makes everything of a lab that is not a cluster: its network, hosts, workstation and the grader's observers. */
export interface HostRuntime {
  /**
   * Each lab has a network of its own: labs cannot reach each other. A sealed one leads nowhere else either: neither to the
   * machine under the platform nor to anything beyond. No port of its machines can be published.
   */
  createNetwork(lab: LabId, signal: AbortSignal, kind?: NetworkKind): Promise<void>;
  /**
   * Resolves when systemd is up, sshd listens and the nested Docker engine answers. Throws Fault `request.invalid` for a path that
   * cannot be one of a file. On failure or abort what was begun is removed by `Machines.destroy`, which the caller runs.
   */
  createHost(lab: LabId, spec: HostSpec, run: HostRun): Promise<void>;
  /**
   * Waits, after `Machines.start`, until systemd is up on a host, and starts the services and containers that ran on it before
   * `Machines.stop`. What does not come back is named in a note and is no failure.
   */
  recoverHost(lab: LabId, name: MachineName, run: Run): Promise<void>;
  /** Resolves when hosts that were booted anew have started all that they start by themselves. */
  settleHosts(lab: LabId, hosts: readonly MachineName[], run: Run): Promise<void>;
  createWorkstation(lab: LabId, image: string, run: Run): Promise<void>;
  /** One small container beside each named machine, in its process namespace, out of the learner's sight. */
  createObservers(lab: LabId, machines: readonly MachineName[], image: string, run: Run): Promise<void>;
  /**
   * Gives the workstation a fresh key that every node and host of the lab trusts, so that `ssh cp` is enough. Call it when all
   * machines exist; calling it again replaces the key.
   */
  connect(lab: LabId, run: Run): Promise<void>;
}
