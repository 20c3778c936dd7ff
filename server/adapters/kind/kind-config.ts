import type { ClusterSpec } from '#ports/runtimes.ts';

/**
 * kind's configuration of a lab's cluster. kubeadm's defaults stay, since the benchmark scenarios look at them. The one
 * difference: with a single control plane nobody competes for leadership, yet a restarted scheduler or controller manager
 * would wait 15 s for the lease of its dead self.
 */
export function kindConfig(spec: ClusterSpec, cgroupVersion: '1' | '2'): object {
  return {
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    networking: { disableDefaultCNI: true },
    nodes: Array.from({ length: spec.nodes }, (_, index) => ({
      role: index === 0 ? 'control-plane' : 'worker',
      image: spec.image,
    })),
    kubeadmConfigPatches: [
      clusterPatch,
      // The kubelet refuses version 1 unless it is told otherwise, and systemd does not manage it inside a container.
      ...(cgroupVersion === '1'
        ? [{ kind: 'KubeletConfiguration', cgroupDriver: 'cgroupfs', failCgroupV1: false }]
        : []),
    ].map((patch) => JSON.stringify(patch)),
  };
}

const alone = { name: 'leader-elect', value: 'false' };
const clusterPatch = {
  kind: 'ClusterConfiguration',
  // A list replaces the whole list: the first argument is kind's own.
  controllerManager: { extraArgs: [{ name: 'enable-hostpath-provisioner', value: 'true' }, alone] },
  scheduler: { extraArgs: [alone] },
};
