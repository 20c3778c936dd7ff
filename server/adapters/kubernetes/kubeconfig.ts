import { parse } from 'yaml';
import { z } from 'zod';
import { Fault } from '#domain/fault.ts';

const base64 = z.string().transform((text) => Buffer.from(text, 'base64').toString('utf8'));

const named = <K extends string, S extends z.ZodType>(key: K, schema: S) =>
  z.array(z.object({ name: z.string(), [key]: schema } as { name: z.ZodString } & Record<K, S>));

// Only what the current context names has to be usable: the rest of the file is nobody's business here.
const Kubeconfig = z.object({
  'current-context': z.string().min(1),
  contexts: named('context', z.object({ cluster: z.string(), user: z.string() })),
  clusters: named('cluster', z.unknown()),
  users: named('user', z.unknown()),
});
const Cluster = z.object({ server: z.url(), 'certificate-authority-data': base64 });
const Certificate = z.object({ 'client-certificate-data': base64, 'client-key-data': base64 });
const Token = z.object({ token: z.string().min(1) });

/** What proves to an API server who asks: PEM texts, or a token. */
export type Credentials = { readonly cert: string; readonly key: string } | { readonly token: string };

/** Where an API server listens, the PEM text by which it is known, and who is asking. */
export interface Access {
  readonly server: string;
  readonly ca: string;
  readonly credentials: Credentials;
}

/**
 * Reads the current context of a kubeconfig with embedded credentials, as kind and kubeadm write it.
 * @throws Fault `runtime.failed` that says what it lacks.
 */
export function readKubeconfig(text: string): Access {
  const read = Kubeconfig.safeParse(asYaml(text));
  if (!read.success) throw unusable('it has no current context, or lacks contexts, clusters or users');
  const { contexts, clusters, users, 'current-context': current } = read.data;
  const { context } = find(contexts, current);
  const cluster = Cluster.safeParse(find(clusters, context.cluster).cluster);
  if (!cluster.success) {
    throw unusable(`cluster "${context.cluster}" lacks an address or its certificate-authority-data`);
  }
  return {
    server: cluster.data.server.replace(/\/$/, ''),
    ca: cluster.data['certificate-authority-data'],
    credentials: credentialsOf(context.user, find(users, context.user).user),
  };
}

function asYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw unusable('it is no YAML');
  }
}

function credentialsOf(name: string, user: unknown): Credentials {
  const certificate = Certificate.safeParse(user).data;
  if (certificate !== undefined) {
    return { cert: certificate['client-certificate-data'], key: certificate['client-key-data'] };
  }
  const token = Token.safeParse(user).data;
  if (token !== undefined) return token;
  throw unusable(`user "${name}" ${lackOf(z.record(z.string(), z.unknown()).safeParse(user).data ?? {})}`);
}

function lackOf(user: Readonly<Record<string, unknown>>): string {
  if ('exec' in user || 'auth-provider' in user) {
    return 'gets credentials from a program (an exec plugin), and no programs are run here';
  }
  const files = ['client-certificate', 'client-key', 'tokenFile'].filter((key) => key in user);
  if (files.length > 0)
    return `has credentials in other files (${files.join(', ')}), which are not read here`;
  return 'has neither a client certificate with its key nor a token';
}

function find<T extends { name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw unusable(`it names "${name}", which it does not define`);
  return found;
}

const unusable = (why: string): Fault =>
  new Fault('runtime.failed', `The kubeconfig of the cluster cannot be used: ${why}`, {
    remedy: 'Reset the lab: its cluster is then made anew.',
  });
