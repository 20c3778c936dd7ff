import { Fault } from '#domain/fault.ts';
import { until } from '#adapters/docker/until.ts';
import { type Kubectl, kubectl } from './kubectl.ts';

const applyMs = 60_000;
const waitMs = 120_000;
/** A little longer than kubectl's own wait, whose message says what it waited for. */
const slackMs = 10_000;
const where = '--namespace=kube-system';

/** CoreDNS is not ready at its first probe, and the next would come 10 s later. */
const hastenDns = [
  'patch',
  'deployment/coredns',
  where,
  '--patch',
  JSON.stringify({
    spec: { template: { spec: { containers: [{ name: 'coredns', readinessProbe: { periodSeconds: 1 } }] } } },
  }),
];

/**
 * Applies the network plugin that lies in the node image, and prepares what follows: no Pod can start before the network is
 * there, but then all start at once. Possible as soon as the API server answers.
 */
export async function applyNetwork(on: Kubectl): Promise<void> {
  const manifests = ['apply', '--server-side', '--filename', '/kind/manifests/cni'];
  await Promise.all([
    kubectl(on, manifests, { timeoutMs: applyMs }),
    kubectl(on, hastenDns, { timeoutMs: applyMs }),
    createProbe(on),
  ]);
}

/** Resolves when the network plugin runs on every node. */
export async function awaitNetwork(on: Kubectl): Promise<void> {
  await Promise.all([
    waitFor(on, ['rollout', 'status', 'daemonset/cilium', where]),
    waitFor(on, ['wait', '--for=condition=Ready', 'nodes', '--all']),
  ]);
}

/** Resolves when cluster DNS is complete and has answered a Pod. */
export async function awaitDns(on: Kubectl): Promise<void> {
  await Promise.all([
    waitFor(on, ['rollout', 'status', 'deployment/coredns', where]),
    waitFor(on, ['wait', '--for=jsonpath={.status.phase}=Succeeded', `pod/${pod}`, where]),
  ]);
  await kubectl(on, ['delete', 'pod', pod, where, '--wait=false'], { timeoutMs: applyMs });
}

async function waitFor(on: Kubectl, args: readonly string[]): Promise<void> {
  await kubectl(on, [...args, `--timeout=${waitMs / 1000}s`], { timeoutMs: waitMs + slackMs });
}

const pod = 'cks-lab-dns';
/** With its last dot, so that the search list is not tried before. */
const name = 'kubernetes.default.svc.cluster.local.';
const probe = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: pod },
  spec: {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'ask',
        image: 'lab.local/workloads:1',
        imagePullPolicy: 'Never',
        command: ['/bin/sh', '-c', `until getent hosts ${name}; do sleep 0.2; done`],
      },
    ],
  },
};

async function createProbe(on: Kubectl): Promise<void> {
  await until(() => created(on), {
    what: 'make a first Pod',
    withinMs: waitMs,
    everyMs: 300,
    signal: on.signal,
  });
}

/** No Pod is accepted before the controller manager has made the namespace's service account. */
async function created(on: Kubectl): Promise<true | undefined> {
  try {
    const stdin = JSON.stringify(probe);
    await kubectl(on, ['create', where, '--filename', '-'], { timeoutMs: applyMs, stdin });
    return true;
  } catch (error) {
    const early = error instanceof Fault && error.tail?.includes('serviceaccount') === true;
    if (early) return undefined;
    throw error;
  }
}
