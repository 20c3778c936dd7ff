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
  z.strictObject({
    pod: PodRef.describe('The probe starts in the network of this Pod; of each ready one that fits'),
  }),
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
    pod: PodRef.optional().describe('A Pod, by its own address; each ready one that fits'),
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

const NamespacedName = z.string().regex(/^[a-z0-9-]+\/[a-z0-9.-]+$/, 'write namespace/name');

/** A certificate or key in PEM: a file of a machine, or an entry of a Secret. */
export const PemSource = z.union([
  z.strictObject({ on: Where, path: z.string().startsWith('/') }),
  z.strictObject({
    secret: NamespacedName,
    key: z.string().min(1).describe('An entry of its data, such as tls.crt'),
  }),
]);
export type PemSource = z.infer<typeof PemSource>;

/** What a client of TLS shows of itself. */
export const ClientCert = z.strictObject({ cert: PemSource, key: PemSource });

/** Somebody who asks the API server; system groups that follow from the name are added. */
export const Subject = z.union([
  z.strictObject({ user: z.string().min(1), groups: z.array(z.string()).default([]) }),
  z.strictObject({ serviceAccount: NamespacedName }),
  z.strictObject({
    kubeconfig: z
      .strictObject({ on: Where, path: z.string().startsWith('/') })
      .describe('Whoever the credentials of its current context say; never its server'),
  }),
]);
export type Subject = z.infer<typeof Subject>;

/** A path inside the scenario's folder. */
export const Inside = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./-]+$/, 'name a file inside the scenario folder')
  .describe('A file inside the scenario folder');

/**
 * Something that the grader does so that a trace of it may be looked for. `{{marker}}` stands for a random word, new each
 * time; it is also part of the user agent of a request.
 */
export const Stimulus = z.union([
  z.strictObject({
    say: z.string().min(1).describe('What is done, in words'),
    api: z.strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
      path: z.string().startsWith('/').describe('Of the API, with its query; what writes is a dry run'),
      body: z.record(z.string(), z.unknown()).optional(),
      as: Subject.optional().describe(
        'A ServiceAccount logs in by token; for a user an administrator stands in',
      ),
    }),
  }),
  z.strictObject({
    say: z.string().min(1).describe('What is done, in words'),
    http: z.strictObject({ from: From, url: z.string().min(1), to: To.optional() }),
  }),
  z.strictObject({
    say: z.string().min(1).describe('What is done, in words'),
    exec: z.strictObject({
      in: z.union([
        z.strictObject({ machine: Where, user: z.string().default('root') }),
        z.strictObject({ pod: PodRef }),
      ]),
      argv: z.array(z.string()).min(1),
    }),
  }),
]);
export type Stimulus = z.infer<typeof Stimulus>;
