import { z } from 'zod';

const Port = z.number().int().min(1).max(65_535);
const Name = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    'use a name as Kubernetes writes it: lower case letters, digits, - and .',
  );

/** What in a lab is to be opened in the browser. */
export const ServiceTarget = z.discriminatedUnion('kind', [
  /** A port on a machine; also a NodePort, on a node. */
  z.strictObject({ kind: z.literal('machine'), machine: Name, port: Port }),
  /** A Service with an address in the cluster, by its own port. */
  z.strictObject({ kind: z.literal('service'), namespace: Name, name: Name, port: Port }),
  z.strictObject({ kind: z.literal('pod'), namespace: Name, name: Name, port: Port }),
]);
export type ServiceTarget = z.infer<typeof ServiceTarget>;

export const OpenService = z.strictObject({
  target: ServiceTarget,
  /** `https` takes every certificate: labs have their own authorities. */
  scheme: z.enum(['http', 'https']),
  /** The name that the service is called by, for a server that has several. Without it, that of the target. */
  host: Name.optional(),
  path: z
    .string()
    .max(2000)
    .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/, 'begin with one slash, and use no spaces')
    .default('/'),
});
export type OpenService = z.infer<typeof OpenService>;

export const ServiceOpened = z.strictObject({
  /** On an origin of its own; opens once, within a few minutes. */
  url: z.string(),
  /** When what was opened ends by itself, in milliseconds since 1970. */
  expiresAt: z.number().int(),
});
export type ServiceOpened = z.infer<typeof ServiceOpened>;
