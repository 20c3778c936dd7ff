import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { LabId } from '#contract/ids.ts';
import type { ObjectRef, PodRef } from '#contract/scenario/parts.ts';
import type { ApiReply, ApiRequest, Asked, ClusterApi, KubeObject } from '#ports/cluster-api.ts';
import type { ExecResult } from '#ports/machines.ts';
import { ApiServer, isReply } from './api-server.ts';
import { applyObject } from './apply.ts';
import { pathOf } from './discovery.ts';
import { execInPod } from './exec.ts';
import { silence } from './failure.ts';
import { Identity, readManifest } from './manifest.ts';
import { askFor, getNamed, type Limits, listAll, newest, usualNamespace } from './objects.ts';

export interface KubeClusterApiOptions {
  /** The administrator's kubeconfig of the lab's cluster, with an address that this process can reach. */
  readonly kubeconfig: (lab: LabId, signal: AbortSignal) => Promise<string>;
  readonly callMs?: number;
  /** For a whole command in a Pod. */
  readonly execMs?: number;
  /** How long an object may wait for what the one before brings about. */
  readonly patienceMs?: number;
}

const Pod = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  status: z.object({ phase: z.string().optional() }).optional(),
});
const isRunning = (pod: KubeObject): boolean => Pod.safeParse(pod).data?.status?.phase === 'Running';

/** The API servers of the labs over HTTPS, each asked with its own administrator's certificate. */
export class KubeClusterApi implements ClusterApi {
  private readonly options: Required<KubeClusterApiOptions>;
  private readonly servers = new Map<LabId, ApiServer>();

  constructor(options: KubeClusterApiOptions) {
    this.options = { callMs: 10_000, execMs: 60_000, patienceMs: 20_000, ...options };
  }

  async get(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<Asked<KubeObject>> {
    const { name } = ref;
    if (name !== undefined) return getNamed(this.server(lab), { ...ref, name }, this.limits(signal));
    const listed = await this.list(lab, ref, signal);
    if (listed.kind !== 'found') return listed;
    const found = newest(listed.value);
    return found === undefined ? { kind: 'absent' } : { kind: 'found', value: found };
  }

  async list(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<Asked<KubeObject[]>> {
    return listAll(this.server(lab), ref, this.limits(signal));
  }

  async apply(lab: LabId, manifest: string, signal: AbortSignal): Promise<void> {
    const limits = { ...this.limits(signal), patienceMs: this.options.patienceMs };
    for (const object of readManifest(manifest)) await applyObject(this.server(lab), object, limits);
  }

  async create(lab: LabId, object: KubeObject, signal: AbortSignal): Promise<Asked<KubeObject>> {
    const { apiVersion, kind, metadata } = Identity.parse(object);
    const [api, limits] = [this.server(lab), this.limits(signal)];
    const resource = await api.resource(apiVersion, kind, limits);
    if (resource.kind !== 'found') return resource;
    const path = pathOf(resource.value, { namespace: metadata.namespace ?? usualNamespace });
    return askFor(api, { method: 'POST', path, body: JSON.stringify(object) }, limits);
  }

  async delete(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<void> {
    const [api, limits] = [this.server(lab), this.limits(signal)];
    const deadline = performance.now() + this.options.patienceMs;
    while (!(await this.deleted(api, ref, limits)) && performance.now() < deadline) {
      await delay(500, undefined, { signal });
    }
  }

  async pathOf(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<Asked<string>> {
    const resource = await this.server(lab).resource(ref.apiVersion, ref.kind, this.limits(signal));
    if (resource.kind !== 'found') return resource;
    const { namespace = usualNamespace, name } = ref;
    const where = name === undefined ? { namespace } : { namespace, name };
    return { kind: 'found', value: pathOf(resource.value, where) };
  }

  async request(lab: LabId, { body, ...rest }: ApiRequest, signal: AbortSignal): Promise<Asked<ApiReply>> {
    const type = rest.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const call = { ...rest, type, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const reply = await this.server(lab).call(call, this.limits(signal));
    if (!isReply(reply)) return reply;
    return { kind: 'found', value: { status: reply.status, text: reply.text } };
  }

  async exec(
    lab: LabId,
    pod: PodRef,
    argv: readonly string[],
    signal: AbortSignal,
  ): Promise<Asked<ExecResult>> {
    // Asked for by name as well: only so is a Pod that is gone told from one that cannot be entered.
    const pods = await this.list(lab, { apiVersion: 'v1', kind: 'Pod', ...pod }, signal);
    if (pods.kind !== 'found') return pods;
    const found = newest(pods.value.filter(isRunning)) ?? newest(pods.value);
    if (found === undefined) return { kind: 'absent' };
    const { name, namespace } = Pod.parse(found).metadata;
    const target = { namespace, pod: name, container: pod.container };
    const stop = AbortSignal.any([signal, AbortSignal.timeout(this.options.execMs)]);
    try {
      return await execInPod(await this.server(lab).connected(stop), target, argv, stop);
    } catch (error) {
      signal.throwIfAborted();
      return silence(error, this.options.execMs);
    }
  }

  /** To be called when a lab is reset or ends: its next cluster has another address and other certificates. */
  forget(lab: LabId): void {
    this.servers.get(lab)?.close();
    this.servers.delete(lab);
  }

  private async deleted(api: ApiServer, ref: ObjectRef, limits: Limits): Promise<boolean> {
    const resource = await api.resource(ref.apiVersion, ref.kind, limits);
    if (resource.kind !== 'found') return resource.kind === 'absent';
    const { namespace = usualNamespace, name } = ref;
    // Without a name the path would be the whole collection.
    if (name === undefined) throw new Error(`a ${ref.kind} to delete needs a name`);
    const body = JSON.stringify({ gracePeriodSeconds: 0, propagationPolicy: 'Background' });
    const reply = await api.call(
      { method: 'DELETE', path: pathOf(resource.value, { namespace, name }), body },
      limits,
    );
    return isReply(reply) && (reply.status < 300 || reply.status === 404);
  }

  private server(lab: LabId): ApiServer {
    const known = this.servers.get(lab) ?? new ApiServer((signal) => this.options.kubeconfig(lab, signal));
    this.servers.set(lab, known);
    return known;
  }

  private limits(signal: AbortSignal): Limits {
    return { signal, withinMs: this.options.callMs };
  }
}
