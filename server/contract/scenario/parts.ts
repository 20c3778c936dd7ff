import { z } from 'zod';

/** CEL over `self` (one object) or `items` (a list); `vars` is always bound. */
export const Cel = z
  .string()
  .min(1)
  .describe('A CEL expression over self (one object) or items (a list); vars is always bound');

export const Duration = z
  .string()
  .regex(/^\d+(ms|s|m)$/, 'write a duration as 500ms, 10s or 2m')
  .describe('A duration, as 500ms, 10s or 2m');

/** A machine of the lab. */
export const Where = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .describe('cp, worker, worker2, workstation, or the name of a host');

export const Expectations = z
  .array(
    z.strictObject({ cel: Cel, say: z.string().min(1).describe('What holds, in words: shown as expected') }),
  )
  .min(1);
export type Expectations = z.infer<typeof Expectations>;

export const ObjectRef = z.strictObject({
  apiVersion: z.string().min(1).describe('Group and version, such as apps/v1; v1 for the core'),
  kind: z.string().min(1).describe('The kind as manifests write it, such as NetworkPolicy'),
  namespace: z
    .string()
    .optional()
    .describe('Leave it out for what has no Namespace, and to list all of them'),
  name: z.string().optional().describe('The one object; lists have none'),
  labels: z.record(z.string(), z.string()).optional().describe('Only objects that carry all of these labels'),
});
export type ObjectRef = z.infer<typeof ObjectRef>;

export const PodRef = z.strictObject({
  namespace: z.string().describe('The Namespace of the Pod'),
  labels: z.record(z.string(), z.string()).optional().describe('Labels that the Pod carries'),
  name: z.string().optional().describe('The name of the Pod, where it has a fixed one'),
  container: z
    .string()
    .optional()
    .describe('The container in which a command runs; without it, the default of the Pod'),
});
export type PodRef = z.infer<typeof PodRef>;

/** Where a network probe starts: a machine, an existing Pod's network namespace, or a short-lived Pod of the grader. */
export const From = z.union([
  z.strictObject({ machine: Where.describe('The probe starts on this machine of the lab') }),
  z.strictObject({ pod: PodRef.describe('The probe starts in the network of this Pod') }),
  z.strictObject({
    probe: z
      .strictObject({
        namespace: z.string().describe('Where the Pod of the grader is made'),
        labels: z
          .record(z.string(), z.string())
          .default({})
          .describe('Labels that it carries, so that policies may select it'),
      })
      .describe('The probe starts in a short-lived Pod of the grader'),
  }),
]);
export type From = z.infer<typeof From>;

/** A port, or the variable of the attempt that holds it. */
export const Port = z.union([
  z.number().int().min(1).max(65_535),
  z.string().regex(/^(\{\{vars\.\w+\}\}|\d{1,5})$/, 'write a port number or {{vars.name}}'),
]);
export type Port = z.infer<typeof Port>;

/** What a network probe calls over TCP: exactly one of service, pod, machine or address. Silence of UDP says nothing. */
export const To = z
  .strictObject({
    service: z
      .string()
      .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'write namespace/name')
      .optional()
      .describe('A Service, as namespace/name'),
    pod: PodRef.optional().describe('A Pod, by its own address'),
    machine: Where.optional().describe('A machine of the lab'),
    address: z.string().optional().describe('A host name or an address'),
    port: Port.describe('The TCP port'),
  })
  .refine(
    (to) => [to.service, to.pod, to.machine, to.address].filter((x) => x !== undefined).length === 1,
    'name exactly one of service, pod, machine or address',
  );
export type To = z.infer<typeof To>;

/** All given conditions must hold. */
export const TextMatch = z.strictObject({
  equals: z.string().optional().describe('The whole text; line ends at its end do not count'),
  contains: z.string().optional().describe('Occurs somewhere in the text'),
  matches: z
    .string()
    .optional()
    .describe('A JavaScript regular expression that matches somewhere; ^ and $ match at lines'),
  notMatches: z
    .string()
    .optional()
    .describe('A JavaScript regular expression that matches nowhere; ^ and $ match at lines'),
});
export type TextMatch = z.infer<typeof TextMatch>;

/** A path inside the scenario's folder. */
export const Inside = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./-]+$/, 'name a file inside the scenario folder')
  .describe('A file inside the scenario folder');
