import { parse } from 'yaml';
import { z } from 'zod';
import { Fault } from '#domain/fault.ts';

const base64 = z.string().transform((text) => Buffer.from(text, 'base64').toString('utf8'));

const named = <K extends string, S extends z.ZodType>(key: K, schema: S) =>
  z.array(z.object({ name: z.string(), [key]: schema } as { name: z.ZodString } & Record<K, S>));

const Kubeconfig = z.object({
  'current-context': z.string(),
  contexts: named('context', z.object({ cluster: z.string(), user: z.string() })),
  clusters: named('cluster', z.object({ server: z.url(), 'certificate-authority-data': base64 })),
  users: named('user', z.object({ 'client-certificate-data': base64, 'client-key-data': base64 })),
});

/** Where an API server listens, and the PEM texts with which both ends prove themselves. */
export interface Access {
  readonly server: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Reads the current context of a kubeconfig with embedded client certificates, as kind and kubeadm write it. */
export function readKubeconfig(text: string): Access {
  const read = Kubeconfig.safeParse(parse(text));
  if (!read.success) throw unusable(z.prettifyError(read.error));
  const { contexts, clusters, users, 'current-context': current } = read.data;
  const context = find(contexts, current).context;
  const { cluster } = find(clusters, context.cluster);
  const { user } = find(users, context.user);
  return {
    server: cluster.server.replace(/\/$/, ''),
    ca: cluster['certificate-authority-data'],
    cert: user['client-certificate-data'],
    key: user['client-key-data'],
  };
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
