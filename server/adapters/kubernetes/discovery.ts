import { z } from 'zod';
import type { Reply } from './connection.ts';

const ResourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

/** How the API names the objects of a kind. */
export interface Resource {
  /** For example `/apis/apps/v1`. */
  readonly group: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

type Answered = Pick<Reply, 'status' | 'body'>;
type Ask = (path: string) => Promise<Answered>;

/** What one API server serves, asked once per group and again when a kind is missing: a CRD may have come since. */
export class Discovery {
  private readonly known = new Map<string, Resource>();

  /** The resource, or the reply that says that there is none. */
  async find(apiVersion: string, kind: string, ask: Ask): Promise<Resource | Answered> {
    const key = `${apiVersion} ${kind}`;
    const found = this.known.get(key);
    if (found) return found;
    const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const reply = await ask(group);
    if (reply.status !== 200) return reply;
    for (const { name, kind, namespaced } of ResourceList.safeParse(reply.body).data?.resources ?? []) {
      // Subresources such as pods/eviction have kinds of their own.
      if (!name.includes('/')) this.known.set(`${apiVersion} ${kind}`, { group, plural: name, namespaced });
    }
    return this.known.get(key) ?? { status: 404, body: { message: `${apiVersion} has no kind ${kind}` } };
  }
}

export const isResource = (found: Resource | Answered): found is Resource => 'plural' in found;

/** The path of a collection or, with a name, of an object. Without a namespace a collection spans all of them. */
export function pathOf(resource: Resource, where: { namespace?: string; name?: string }): string {
  const { group, plural, namespaced } = resource;
  const namespace = namespaced && where.namespace !== undefined ? ['namespaces', where.namespace] : [];
  const parts = [...namespace, plural, ...(where.name === undefined ? [] : [where.name])];
  return `${group}/${parts.map(encodeURIComponent).join('/')}`;
}
