import { z } from 'zod';

/** CEL over `self` (one object) or `items` (a list); `vars` is always bound. */
export const Cel = z
  .string()
  .min(1)
  .describe('A CEL expression over self (one object) or items (a list); vars is always bound');

export const Duration = z.string().regex(/^\d+(ms|s|m)$/, 'write a duration as 500ms, 10s or 2m');

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
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  namespace: z.string().optional(),
  name: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});
export type ObjectRef = z.infer<typeof ObjectRef>;

export const PodRef = z.strictObject({
  namespace: z.string(),
  labels: z.record(z.string(), z.string()).optional(),
  name: z.string().optional(),
  container: z.string().optional(),
});
export type PodRef = z.infer<typeof PodRef>;

/** Where a network probe starts: a machine, an existing Pod's network namespace, or a short-lived Pod of the grader. */
export const From = z.union([
  z.strictObject({ machine: Where }),
  z.strictObject({ pod: PodRef }),
  z.strictObject({
    probe: z.strictObject({ namespace: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
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
      .optional(),
    pod: PodRef.optional(),
    machine: Where.optional(),
    address: z.string().optional(),
    port: Port,
  })
  .refine(
    (to) => [to.service, to.pod, to.machine, to.address].filter((x) => x !== undefined).length === 1,
    'name exactly one of service, pod, machine or address',
  );
export type To = z.infer<typeof To>;

/** All given conditions must hold. */
export const TextMatch = z.strictObject({
  equals: z.string().optional(),
  contains: z.string().optional(),
  matches: z.string().describe('A JavaScript regular expression').optional(),
  notMatches: z.string().optional(),
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
