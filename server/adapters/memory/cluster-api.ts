import { parseAllDocuments } from 'yaml';
import type { LabId } from '#contract/ids.ts';
import type { ObjectRef, PodRef } from '#contract/scenario/parts.ts';
import { Fault } from '#domain/fault.ts';
import type { ApiReply, ApiRequest, Asked, ClusterApi, KubeObject } from '#ports/cluster-api.ts';
import type { ExecResult } from '#ports/machines.ts';
import { ClusterObjects } from './cluster-objects.ts';

/** Answers a request, or leaves it to the next. */
type Handler = (request: ApiRequest) => ApiReply | undefined;
type Command = (pod: KubeObject, argv: readonly string[]) => ExecResult;

/** Clusters that store objects and do nothing with them. A lab without `start` has none that answers. */
export class MemoryClusterApi implements ClusterApi {
  private readonly clusters = new Map<LabId, ClusterObjects>();
  private readonly commands = new Map<string, Command>();
  private readonly handlers: Handler[] = [];

  start(lab: LabId): void {
    this.clusters.set(lab, new ClusterObjects());
  }

  stop(lab: LabId): void {
    this.clusters.delete(lab);
  }

  /** What a program, by the first word of argv, does in any Pod. */
  program(name: string, command: Command): void {
    this.commands.set(name, command);
  }

  /** What plain requests are answered; the newest handler that answers counts. */
  answering(handler: Handler): void {
    this.handlers.unshift(handler);
  }

  async get(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<Asked<KubeObject>> {
    return this.asked(lab, signal, (objects) =>
      ref.name === undefined ? objects.find(ref).at(-1) : objects.get(ref),
    );
  }

  async list(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<Asked<KubeObject[]>> {
    return this.asked(lab, signal, (objects) => objects.find(ref));
  }

  async apply(lab: LabId, manifest: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    for (const document of parseAllDocuments(manifest)) {
      const object = document.toJS() as KubeObject | null;
      if (object === null) continue;
      const refused =
        this.clusters.get(lab)?.apply(object) ?? (this.clusters.has(lab) ? undefined : noAnswer);
      if (refused !== undefined) throw notApplied(object, refused);
    }
  }

  async create(lab: LabId, object: KubeObject, signal: AbortSignal): Promise<Asked<KubeObject>> {
    const asked = this.asked(lab, signal, (objects) => objects.create(object));
    if (asked.kind !== 'found') return asked;
    const { value } = asked;
    if (typeof value === 'string') return { kind: 'unknown', reason: `The API server refused: ${value}` };
    return { kind: 'found', value };
  }

  async delete(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.clusters.get(lab)?.delete(ref);
  }

  async pathOf(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<Asked<string>> {
    return this.asked(lab, signal, (objects) => objects.pathOf(ref));
  }

  /** Knows how to read an object by its path, and what handlers know. */
  async request(lab: LabId, request: ApiRequest, signal: AbortSignal): Promise<Asked<ApiReply>> {
    return this.asked(lab, signal, (objects) => {
      for (const handler of this.handlers) {
        const reply = handler(request);
        if (reply !== undefined) return reply;
      }
      const object = request.method === 'GET' ? objects.at(request.path) : undefined;
      return object === undefined
        ? { status: 404, text: JSON.stringify({ kind: 'Status', code: 404, message: 'not found' }) }
        : { status: 200, text: JSON.stringify(object) };
    });
  }

  async exec(
    lab: LabId,
    pod: PodRef,
    argv: readonly string[],
    signal: AbortSignal,
  ): Promise<Asked<ExecResult>> {
    const found = await this.get(lab, { apiVersion: 'v1', kind: 'Pod', ...pod }, signal);
    if (found.kind !== 'found') return found;
    const command = this.commands.get(argv[0] ?? '');
    const missing = { exit: 127, stdout: '', stderr: `${argv[0]}: not found` };
    return { kind: 'found', value: command?.(found.value, argv) ?? missing };
  }

  private asked<T>(
    lab: LabId,
    signal: AbortSignal,
    look: (objects: ClusterObjects) => T | undefined,
  ): Asked<T> {
    signal.throwIfAborted();
    const objects = this.clusters.get(lab);
    if (objects === undefined) return { kind: 'unknown', reason: noAnswer };
    const value = look(objects);
    return value === undefined ? { kind: 'absent' } : { kind: 'found', value: structuredClone(value) };
  }
}

const noAnswer = 'The API server is not running.';

const notApplied = (object: KubeObject, reason: string): Fault =>
  new Fault('runtime.failed', `${String(object['kind'])} could not be applied: ${reason}`, {
    remedy: 'Reset the lab. If it happens again, correct the manifest of the scenario.',
  });
