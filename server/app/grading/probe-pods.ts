import type { LabId } from '#contract/ids.ts';
import { machineOfNode } from '#domain/grading/machine-of-node.ts';
import { labelWords } from '#domain/grading/words.ts';
import type { Clock } from '#ports/clock.ts';
import type { ClusterApi, KubeObject } from '#ports/cluster-api.ts';
import type { Observer } from '#ports/observer.ts';
import { cannotTell, found, notThere } from './found.ts';
import type { Found } from './found.ts';
import { NamedShape, PodShape, read } from './kube-shapes.ts';
import { changesOf, looksLikeProbe, podOf } from './probe-pod.ts';

const startMs = 30_000;
const everyMs = 60;
/** A Pod on a machine that does nothing else needs less. */
const standMs = 2000;
const pods = { apiVersion: 'v1', kind: 'Pod' };

export interface ProbePodsParts {
  readonly api: ClusterApi;
  readonly observer: Observer;
  readonly clock: Clock;
  readonly lab: LabId;
  readonly run: string;
}

/**
 * Short-lived Pods of one grading run: one for each Namespace and set of labels, made when it is first asked for, shared by
 * all checks, removed by `close`.
 */
export class ProbePods {
  private readonly api: ClusterApi;
  private readonly observer: Observer;
  private readonly clock: Clock;
  private readonly lab: LabId;
  private readonly run: string;
  private readonly made = new Map<string, Promise<Found<PodShape>>>();
  private readonly created: { namespace: string; name: string }[] = [];
  /** By Namespace and name; the uid is not known while the Pod is being made. */
  private readonly own = new Map<string, string | undefined>();

  constructor(o: ProbePodsParts) {
    this.api = o.api;
    this.observer = o.observer;
    this.clock = o.clock;
    this.lab = o.lab;
    this.run = o.run;
  }

  /** A Pod that stands in its network. What kept it from running the first time is asked again by the next look. */
  get(
    namespace: string,
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Found<PodShape>> {
    const key = JSON.stringify([namespace, Object.entries(labels).sort(([a], [b]) => a.localeCompare(b))]);
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const making = this.make(namespace, labels, signal).then(
      (pod) => {
        if (pod.kind !== 'found') this.made.delete(key);
        return pod;
      },
      (error: unknown) => {
        this.made.delete(key);
        throw error;
      },
    );
    this.made.set(key, making);
    return making;
  }

  /** Did this run make the Pod? While it runs nobody else can have another of the same name. */
  isOwn(object: KubeObject): boolean {
    const metadata = read(NamedShape, object)?.metadata;
    if (metadata === undefined) return false;
    const key = keyOf(metadata);
    const uid = this.own.get(key);
    return this.own.has(key) && (uid === undefined || uid === metadata.uid);
  }

  /** Removes Pods that a grading which was cut off left behind: of those there is none beside this one. */
  async sweep(signal: AbortSignal): Promise<void> {
    const all = await this.api.list(this.lab, pods, signal);
    if (all.kind !== 'found') return;
    const left = all.value
      .filter((object) => looksLikeProbe(object) && !this.isOwn(object))
      .map((object) => read(NamedShape, object)?.metadata)
      .filter((meta) => meta !== undefined);
    await Promise.all(left.map(({ namespace = '', name }) => this.remove({ namespace, name }, signal)));
  }

  /** Removes every Pod that this run made. */
  async close(signal: AbortSignal): Promise<void> {
    await Promise.allSettled(this.made.values());
    await Promise.all(this.created.splice(0).map((pod) => this.remove(pod, signal)));
  }

  private remove(pod: { namespace: string; name: string }, signal: AbortSignal): Promise<void> {
    return this.api.delete(this.lab, { ...pods, ...pod }, signal);
  }

  private async make(
    namespace: string,
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Found<PodShape>> {
    const home = await this.api.get(
      this.lab,
      { apiVersion: 'v1', kind: 'Namespace', name: namespace },
      signal,
    );
    if (home.kind === 'absent') return notThere(`there is no Namespace ${namespace}`);
    if (home.kind === 'unknown') return cannotTell(home.reason);
    const uid = read(NamedShape, home.value)?.metadata.uid ?? '';
    const name = `grader-${this.run.replace(/^run-/, '')}-${this.created.length}`;
    this.created.push({ namespace, name });
    this.own.set(keyOf({ namespace, name }), undefined);
    const wanted = podOf({ name, namespace, namespaceUid: uid, labels, run: this.run });
    const asked = await this.api.create(this.lab, wanted, signal);
    if (asked.kind === 'found') {
      this.own.set(keyOf({ namespace, name }), read(NamedShape, asked.value)?.metadata.uid);
    } else {
      // Whoever refused it knows the name now, and could give it to a Pod of his own.
      this.own.delete(keyOf({ namespace, name }));
      const why = asked.kind === 'unknown' ? asked.reason : 'the API server gave nothing back';
      return cannotTell(`no Pod of the grader could be made in Namespace ${namespace}: ${why}`);
    }
    return this.standing(namespace, name, labels, signal);
  }

  private async standing(
    namespace: string,
    name: string,
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Found<PodShape>> {
    const end = this.clock.elapsed() + startMs;
    let seen: string | undefined;
    for (;;) {
      const asked = await this.api.get(this.lab, { ...pods, namespace, name }, signal);
      const pod = asked.kind === 'found' ? read(PodShape, asked.value) : undefined;
      const changes = asked.kind === 'found' ? changesOf(asked.value, labels) : undefined;
      if (changes !== undefined) {
        return cannotTell(`the grader's Pod in ${namespace} was changed on its way: ${changes}`);
      }
      const isUp = pod?.status.phase === 'Running' && (pod.status.podIP ?? '') !== '';
      if (pod !== undefined && (isUp || pod.metadata.uid === seen)) return found(pod);
      if (this.clock.elapsed() >= end) {
        const state = asked.kind === 'unknown' ? asked.reason : (pod?.status.phase ?? 'gone');
        return cannotTell(`the grader's Pod ${labelWords(labels)} in ${namespace} did not start: ${state}`);
      }
      if (pod !== undefined && (await this.isSeen(pod, signal))) seen = pod.metadata.uid;
      else await this.clock.delay(everyMs, signal);
    }
  }

  /** The observer sees it as soon as it stands in its network. That it runs the API server hears up to a second later. */
  private async isSeen({ metadata, spec }: PodShape, signal: AbortSignal): Promise<boolean> {
    const machine = spec.nodeName === undefined ? undefined : machineOfNode(spec.nodeName);
    if (machine === undefined) return false;
    const question = { kind: 'podNetwork', podUid: metadata.uid, timeoutMs: standMs } as const;
    const answer = await this.observer.ask(this.lab, machine, question, signal);
    return answer.kind === 'podNetwork' && answer.ready;
  }
}

const keyOf = ({ namespace = '', name }: { namespace?: string | undefined; name: string }): string =>
  `${namespace}/${name}`;
