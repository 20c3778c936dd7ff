import { z } from 'zod';
import type { LabId } from '#contract/ids.ts';
import type { ServiceTarget } from '#contract/services.ts';
import { Fault } from '#domain/fault.ts';
import { machinesOf, nodesOf } from '#domain/lab/machines-of.ts';
import { isInsideCluster } from '#domain/services/inside-cluster.ts';
import type { Environment } from '#contract/scenario/scenario.ts';
import type { ClusterApi, KubeObject } from '#ports/cluster-api.ts';
import type { DialTarget } from '#ports/lab-network.ts';

/** From which machine of the lab a service is reached, and where it then is. */
export interface Route {
  readonly machine: string;
  readonly to: DialTarget;
  /** What the service is called by, unless the learner says otherwise. */
  readonly host: string;
}

const ServiceObject = z.object({
  spec: z.object({
    type: z.string().optional(),
    clusterIP: z.string().optional(),
    ports: z.array(z.object({ port: z.number(), protocol: z.string().default('TCP') })).default([]),
  }),
});
const PodObject = z.object({
  spec: z.object({ hostNetwork: z.boolean().default(false) }),
  status: z.object({ podIP: z.string().optional() }).default({}),
});

/**
 * Where a target is. Machines are those of the lab's environment; Services and Pods are asked of the cluster, and their addresses
 * followed only where Services and Pods can be. Throws Fault `service.outside`, `service.unreachable`, `not-found`.
 */
export async function resolveTarget(
  { lab, environment }: { readonly lab: LabId; readonly environment: Environment },
  target: ServiceTarget,
  api: ClusterApi,
  signal: AbortSignal,
): Promise<Route> {
  if (target.kind === 'machine') {
    if (!machinesOf(environment).includes(target.machine)) throw noMachine(target.machine);
    return { machine: target.machine, to: { port: target.port }, host: target.machine };
  }
  const [node] = nodesOf(environment);
  if (node === undefined) {
    throw new Fault('service.outside', 'This lab has no cluster, so it has no Services and Pods.', {
      remedy: 'Choose a machine and a port.',
    });
  }
  const { namespace, name, port } = target;
  const kind = target.kind === 'pod' ? 'Pod' : 'Service';
  const asked = await api.get(lab, { apiVersion: 'v1', kind, namespace, name }, signal);
  if (asked.kind === 'absent') throw absent(kind, namespace, name);
  if (asked.kind === 'unknown') throw cannotAsk(asked.reason);
  const address = target.kind === 'pod' ? podAddress(asked.value) : serviceAddress(asked.value, port);
  if (!isInsideCluster(address, target.kind)) throw outside(kind, address);
  const host = target.kind === 'pod' ? name : `${name}.${namespace}`;
  return { machine: node, to: { address, port }, host };
}

function serviceAddress(object: KubeObject, port: number): string {
  const { spec } = ServiceObject.parse(object);
  if (!spec.ports.some((one) => one.port === port && one.protocol === 'TCP')) {
    const has = spec.ports.map((one) => one.port).join(', ') || 'none';
    throw new Fault('service.unreachable', `The Service has no TCP port ${port}; it has ${has}.`, {
      remedy: 'Choose one of its ports, not that of the Pods behind it.',
    });
  }
  if (spec.type === 'ExternalName') throw outside('Service', 'a name outside of the cluster');
  return spec.clusterIP ?? 'no address';
}

function podAddress(object: KubeObject): string {
  const { spec, status } = PodObject.parse(object);
  if (spec.hostNetwork) {
    throw new Fault('service.outside', 'The Pod uses the network of its node.', {
      remedy: 'Choose that node as the machine, and the same port.',
    });
  }
  return status.podIP ?? 'no address yet';
}

const noMachine = (machine: string): Fault =>
  new Fault('service.outside', `The lab has no machine "${machine}".`, {
    remedy: 'Choose one of its machines.',
  });

const absent = (kind: string, namespace: string, name: string): Fault =>
  new Fault('not-found', `There is no ${kind} ${name} in the namespace ${namespace}.`, {
    remedy: `"kubectl -n ${namespace} get ${kind.toLowerCase()}" shows those that there are.`,
  });

const cannotAsk = (reason: string): Fault =>
  new Fault('service.unreachable', `The cluster could not be asked: ${reason}.`, {
    remedy: 'Is the API server up? A NodePort can be opened by machine and port meanwhile.',
  });

const outside = (kind: string, address: string): Fault =>
  new Fault('service.outside', `The ${kind} leads to ${address}, which is not inside this cluster.`, {
    remedy: 'A headless Service has no address: open one of its Pods. Nothing outside of the lab is opened.',
  });
