import type { LabId } from '#contract/ids.ts';
import type { Question } from '#contract/observer.ts';
import type { From, PodRef, To } from '#contract/scenario/parts.ts';
import { machineOfNode } from '#domain/grading/machine-of-node.ts';
import { labelWords } from '#domain/grading/words.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import { findReadyPod } from './find-pods.ts';
import { cannotTell, found, notThere } from './found.ts';
import type { Found } from './found.ts';
import type { PodShape } from './kube-shapes.ts';
import { read, ServiceShape } from './kube-shapes.ts';
import type { ProbePods } from './probe-pods.ts';

/** A network namespace that a probe starts from, beside a machine whose observer enters it. */
export interface Place {
  readonly machine: string;
  readonly netns: Extract<Question, { kind: 'connect' }>['netns'];
  readonly words: string;
}

/** What a probe calls. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly words: string;
}

/** Finds where probes start and what they call, in a running lab. */
export class Places {
  private readonly api: ClusterApi;
  private readonly lab: LabId;
  private readonly probes: ProbePods;

  constructor(api: ClusterApi, lab: LabId, probes: ProbePods) {
    this.api = api;
    this.lab = lab;
    this.probes = probes;
  }

  async from(from: From, signal: AbortSignal): Promise<Found<Place>> {
    if ('machine' in from) return found(ownPlace(from.machine));
    if ('pod' in from) return this.ofPod(from.pod, signal);
    const pod = await this.probes.get(from.probe.namespace, from.probe.labels, signal);
    if (pod.kind !== 'found') return pod;
    const labels = labelWords(from.probe.labels);
    return placeOf(
      pod.value,
      `a new Pod ${labels === '' ? '' : `${labels} `}in Namespace ${from.probe.namespace}`,
    );
  }

  async to(to: To, signal: AbortSignal): Promise<Found<Target>> {
    const port = Number(to.port);
    if (to.machine !== undefined) return found(target(to.machine, port, to.machine));
    if (to.address !== undefined) return found(target(to.address, port, to.address));
    if (to.pod !== undefined) {
      const pod = await findReadyPod(this.api, this.lab, to.pod, signal);
      if (pod.kind !== 'found') return pod;
      const { name, namespace } = pod.value.metadata;
      return addressed(pod.value.status.podIP, port, `Pod ${namespace}/${name}`);
    }
    const service = await this.service(to.service ?? '', signal);
    if (service.kind !== 'found') return service;
    const { clusterIP } = service.value.spec;
    return addressed(clusterIP === 'None' ? undefined : clusterIP, port, to.service ?? '');
  }

  /** Where the observer is to connect for an HTTP address, if not to the host in it. */
  async leading(to: To | undefined, signal: AbortSignal): Promise<Found<{ connect?: string }>> {
    if (to === undefined) return found({});
    const target = await this.to(to, signal);
    if (target.kind !== 'found') return target;
    const { host, port } = target.value;
    return found({ connect: `${host.includes(':') ? `[${host}]` : host}:${port}` });
  }

  /** The target as it looks from its own network namespace, where no policy stands between. */
  async atHome(to: To, signal: AbortSignal): Promise<Found<{ place: Place; target: Target }>> {
    if (to.machine !== undefined) {
      return found({ place: ownPlace(to.machine), target: target('127.0.0.1', Number(to.port), to.machine) });
    }
    if (to.pod !== undefined) return this.podAtHome(to.pod, () => Number(to.port), signal);
    if (to.service === undefined) return cannotTell(`nothing is known about ${to.address} but its address`);
    const service = await this.service(to.service, signal);
    if (service.kind !== 'found') return service;
    const { metadata, spec } = service.value;
    if (spec.selector === undefined) return cannotTell(`Service ${to.service} selects no Pods`);
    const ref = { namespace: metadata.namespace ?? '', labels: spec.selector };
    const port = spec.ports.find((entry) => entry.port === Number(to.port));
    // A Service that lacks the port answers nobody there, whatever listens in its Pods.
    if (port === undefined) return cannotTell(`Service ${to.service} has no port ${to.port}`);
    return this.podAtHome(ref, (pod) => targetPort(port, pod), signal);
  }

  private async podAtHome(ref: PodRef, portOf: (pod: PodShape) => number, signal: AbortSignal) {
    const pod = await findReadyPod(this.api, this.lab, ref, signal);
    if (pod.kind !== 'found') return pod;
    const words = `Pod ${pod.value.metadata.namespace}/${pod.value.metadata.name}`;
    const place = placeOf(pod.value, words);
    if (place.kind !== 'found') return place;
    const own = addressed(pod.value.status.podIP, portOf(pod.value), words);
    return own.kind === 'found' ? found({ place: place.value, target: own.value }) : own;
  }

  private async ofPod(ref: PodRef, signal: AbortSignal): Promise<Found<Place>> {
    const pod = await findReadyPod(this.api, this.lab, ref, signal);
    if (pod.kind !== 'found') return pod;
    return placeOf(pod.value, `Pod ${pod.value.metadata.namespace}/${pod.value.metadata.name}`);
  }

  private async service(way: string, signal: AbortSignal): Promise<Found<ServiceShape>> {
    const [namespace = '', name = ''] = way.split('/');
    const asked = await this.api.get(
      this.lab,
      { apiVersion: 'v1', kind: 'Service', namespace, name },
      signal,
    );
    if (asked.kind === 'unknown') return cannotTell(asked.reason);
    if (asked.kind === 'absent') return notThere(`there is no Service ${way}`);
    const service = read(ServiceShape, asked.value);
    return service === undefined
      ? cannotTell(`Service ${way} has a shape that is not known`)
      : found(service);
  }
}

const ownPlace = (machine: string): Place => ({ machine, netns: 'machine', words: machine });

function target(host: string, port: number, name: string): Target {
  return { host, port, words: `${name}:${port}` };
}

function addressed(ip: string | undefined, port: number, name: string): Found<Target> {
  if (ip === undefined || ip === '') return notThere(`${name} has no address`);
  return found({ host: ip, port, words: `${name}:${port}` });
}

function placeOf(pod: PodShape, words: string): Found<Place> {
  const machine = pod.spec.nodeName === undefined ? undefined : machineOfNode(pod.spec.nodeName);
  if (machine === undefined)
    return cannotTell(`the node ${pod.spec.nodeName ?? 'of the Pod'} is no machine of the lab`);
  return found({ machine, netns: { podUid: pod.metadata.uid }, words });
}

function targetPort(
  { port, targetPort: wanted = port }: ServiceShape['spec']['ports'][number],
  pod: PodShape,
): number {
  if (typeof wanted === 'number') return wanted;
  const ports = pod.spec.containers.flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === wanted)?.containerPort ?? port;
}
