import type Docker from 'dockerode';
import { restartPolicyOf } from '#adapters/docker/container-specs.ts';
import { machineLabels } from '#adapters/docker/labels.ts';
import type { LabId } from '#contract/ids.ts';
import { controlPlane } from './kubectl.ts';

export interface NodeSpec {
  /** The machine's name in the lab: `cp`, `worker`, `worker2`. */
  readonly machine: string;
  readonly image: string;
  /** How many workers the cluster has beside its control plane. */
  readonly workers: number;
  /** Of the machine below, where the API server shall listen. Only for a control plane without a door. */
  readonly port: number | undefined;
  /** The engine keeps its data on a file system whose devices the kubelet wants to see. */
  readonly needsDevices: boolean;
}

/** The client's types do not know this setting yet. */
type HostConfig = Docker.HostConfig & { readonly CgroupnsMode?: 'private' | 'host' };

export const apiPort = '6443/tcp';

const mebibyte = 1024 * 1024;
/** A node that runs wild must not take the machine with it. Also given to what kind itself starts: see `docker-front`. */
const limits = {
  Memory: 4096 * mebibyte,
  MemorySwap: 4096 * mebibyte,
  PidsLimit: 4096,
  CpuShares: 512,
};

/** As kind calls the container of a node: by this name it finds an address for `kind get kubeconfig --internal`. */
export const containerName = (lab: LabId, machine: string): string =>
  `${lab}-${machine === controlPlane ? 'control-plane' : machine}`;

/**
 * The container of a node as kind itself makes it, with kind's labels: so its commands know the cluster. The mounts, the restart
 * and the environment are kind's too.
 */
export function nodeContainer(owner: string, lab: LabId, node: NodeSpec): Docker.ContainerCreateOptions {
  const { machine, image, port } = node;
  const isControlPlane = machine === controlPlane;
  const hostConfig: HostConfig = {
    Privileged: true,
    CgroupnsMode: 'private',
    Init: false,
    SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
    RestartPolicy: restartPolicyOf.node,
    Tmpfs: { '/run': '', '/tmp': '' },
    ...limits,
    NetworkMode: lab,
    Binds: ['/lib/modules:/lib/modules:ro', ...(node.needsDevices ? ['/dev/mapper:/dev/mapper'] : [])],
    ...(port === undefined
      ? {}
      : { PortBindings: { [apiPort]: [{ HostIp: '127.0.0.1', HostPort: String(port) }] } }),
  };
  return {
    name: containerName(lab, machine),
    Hostname: machine,
    Image: image,
    Tty: true,
    Env: isControlPlane
      ? [
          'KUBECONFIG=/etc/kubernetes/admin.conf',
          `CKS_LAB_NODE_NAMES=${containerName(lab, machine)}`,
          `CKS_LAB_WORKERS=${node.workers}`,
        ]
      : [],
    Labels: {
      ...machineLabels(owner, lab, machine, 'node'),
      'io.x-k8s.kind.cluster': lab,
      'io.x-k8s.kind.role': isControlPlane ? 'control-plane' : 'worker',
    },
    Volumes: { '/var': {} },
    ...(port === undefined ? {} : { ExposedPorts: { [apiPort]: {} } }),
    HostConfig: hostConfig,
    NetworkingConfig: { EndpointsConfig: { [lab]: { Aliases: [machine] } } },
  };
}
