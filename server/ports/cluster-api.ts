import type { ObjectRef, PodRef } from '#contract/scenario/parts.ts';
import type { LabId } from '#contract/ids.ts';
import type { ExecResult } from './machines.ts';

/** A Kubernetes object as the API gives it; parsed where it is used. */
export type KubeObject = Readonly<Record<string, unknown>>;

/** What a finished call says: the object, that there is none, or why it could not be asked. */
export type Asked<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Who asks: somebody whom the platform stands in for, or whoever the credentials say. */
export type Caller =
  | { readonly user: string; readonly groups: readonly string[] }
  | { readonly token: string }
  /** PEM texts. */
  | { readonly cert: string; readonly key: string };

/** One request as the API server gets it. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query, below the server's address. */
  readonly path: string;
  readonly body?: KubeObject;
  /** Default: the platform itself. */
  readonly as?: Caller;
  readonly userAgent?: string;
}

/** What the API server said to a request, whatever it was. */
export interface ApiReply {
  readonly status: number;
  readonly text: string;
}

/**
 * The API server of a lab's cluster, asked with the platform's own credentials, which never enter the lab.
 * Never throws for what the cluster answers or fails to answer; throws only when the signal aborts.
 */
export interface ClusterApi {
  get(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<Asked<KubeObject>>;
  list(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<Asked<KubeObject[]>>;
  /** Server-side apply of every document of the manifest, as field manager `cks-lab`. Throws Fault `runtime.failed`. */
  apply(lab: LabId, manifest: string, signal: AbortSignal): Promise<void>;
  /** Creates one object and returns it; `delete` removes it again. For the grader's short-lived Pods only. */
  create(lab: LabId, object: KubeObject, signal: AbortSignal): Promise<Asked<KubeObject>>;
  delete(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<void>;
  /** The path of an object, or without a name of the collection; absent where the cluster has no such kind. */
  pathOf(lab: LabId, ref: ObjectRef, signal: AbortSignal): Promise<Asked<string>>;
  /** Makes one request; a refusal is an answer too. Never `absent`. */
  request(lab: LabId, request: ApiRequest, signal: AbortSignal): Promise<Asked<ApiReply>>;
  /** Runs argv inside a container of a Pod, through the API. */
  exec(lab: LabId, pod: PodRef, argv: readonly string[], signal: AbortSignal): Promise<Asked<ExecResult>>;
}
