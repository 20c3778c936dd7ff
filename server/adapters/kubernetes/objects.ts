import { z } from 'zod';
import type { ObjectRef } from '#contract/scenario/parts.ts';
import type { Asked, KubeObject } from '#ports/cluster-api.ts';
import { type ApiServer, isReply } from './api-server.ts';
import type { Call } from './connection.ts';
import { pathOf, type Resource } from './discovery.ts';
import { cannotTell, refusal } from './failure.ts';

export interface Limits {
  readonly signal: AbortSignal;
  readonly withinMs: number;
}

const Page = z.object({
  items: z.array(z.looseObject({})),
  metadata: z.object({ continue: z.string().optional() }),
});
const pageSize = 500;

/** As kubectl does it: an object of a namespaced kind that names none is in `default`. */
export const usualNamespace = 'default';

/** One object by its name. */
export async function getNamed(
  api: ApiServer,
  ref: ObjectRef & { readonly name: string },
  limits: Limits,
): Promise<Asked<KubeObject>> {
  const resource = await api.resource(ref.apiVersion, ref.kind, limits);
  if (resource.kind !== 'found') return resource;
  const { namespace = usualNamespace, name } = ref;
  return askFor(api, { method: 'GET', path: pathOf(resource.value, { namespace, name }) }, limits);
}

/** A call whose success is an object and whose 404 means that there is none. */
export async function askFor(api: ApiServer, call: Call, limits: Limits): Promise<Asked<KubeObject>> {
  const reply = await api.call(call, limits);
  if (!isReply(reply)) return reply;
  if (reply.status === 404) return { kind: 'absent' };
  if (reply.status >= 300) return refusal(reply);
  const object = z.looseObject({}).safeParse(reply.body).data;
  return object ? { kind: 'found', value: object } : cannotTell("The API server's answer is no object.");
}

/** All objects that the reference describes, page by page, each with the kind that a list leaves out. */
export async function listAll(api: ApiServer, ref: ObjectRef, limits: Limits): Promise<Asked<KubeObject[]>> {
  const resource = await api.resource(ref.apiVersion, ref.kind, limits);
  if (resource.kind !== 'found') return resource;
  const items: KubeObject[] = [];
  let next: string | undefined;
  do {
    const reply = await api.call({ method: 'GET', path: listPath(resource.value, ref, next) }, limits);
    if (!isReply(reply)) return reply;
    if (reply.status === 404) return { kind: 'absent' };
    if (reply.status >= 300) return refusal(reply);
    const page = Page.safeParse(reply.body).data;
    if (page === undefined) return cannotTell(`The API server's list of ${ref.kind} cannot be read.`);
    items.push(...page.items.map((item) => ({ apiVersion: ref.apiVersion, kind: ref.kind, ...item })));
    next = page.metadata.continue;
  } while (next);
  return { kind: 'found', value: items };
}

function listPath(resource: Resource, ref: ObjectRef, next: string | undefined): string {
  const query = new URLSearchParams({ limit: String(pageSize) });
  const labels = Object.entries(ref.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  if (labels.length > 0) query.set('labelSelector', labels.join(','));
  if (ref.name !== undefined) query.set('fieldSelector', `metadata.name=${ref.name}`);
  if (next) query.set('continue', next);
  const where = ref.namespace === undefined ? {} : { namespace: ref.namespace };
  return `${pathOf(resource, where)}?${query.toString()}`;
}

const Age = z.object({
  metadata: z.object({ creationTimestamp: z.string().default(''), deletionTimestamp: z.string().optional() }),
});

/** Of several objects the newest that is not being deleted: the one that will stay. */
export function newest(objects: readonly KubeObject[]): KubeObject | undefined {
  const rank = (object: KubeObject): string => {
    const { creationTimestamp, deletionTimestamp } = Age.parse(object).metadata;
    return `${deletionTimestamp === undefined ? 1 : 0} ${creationTimestamp}`;
  };
  return objects.toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1))[0];
}
