import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { Fault } from '#domain/fault.ts';
import type { KubeObject } from '#ports/cluster-api.ts';

/** What every object has; the rest is the cluster's business. */
export const Identity = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().min(1).optional(),
    generateName: z.string().min(1).optional(),
    namespace: z.string().min(1).optional(),
  }),
});

const List = z.object({ kind: z.literal('List'), items: z.array(z.unknown()) });
const Named = Identity.refine((o) => o.metadata.name !== undefined, 'metadata.name is missing');

/** The objects of a manifest in the order of the file; a `List` stands for its items. Faults `runtime.failed`. */
export function readManifest(text: string): KubeObject[] {
  return parseAllDocuments(text).flatMap((document, index) => {
    const [problem] = document.errors;
    if (problem) throw unusable(index, problem.message);
    const value: unknown = document.toJS();
    if (value === null) return [];
    const list = List.safeParse(value);
    return (list.success ? list.data.items : [value]).map((object) => {
      const read = Named.safeParse(object);
      if (!read.success) throw unusable(index, z.prettifyError(read.error));
      return read.data;
    });
  });
}

const unusable = (index: number, why: string): Fault =>
  new Fault('runtime.failed', `Document ${index + 1} of the manifest is no Kubernetes object: ${why}`, {
    remedy: 'Correct the manifest.',
  });
