import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Observer } from '#ports/observer.ts';
import type { ClusterRuntime } from '#ports/runtimes.ts';
import { wholeText } from './whole-text.ts';

interface Parts {
  readonly observer: Observer;
  readonly clusters: Pick<ClusterRuntime, 'kubeconfig'>;
}

const folder = '/etc/kubernetes';
const maxBytes = 65_536;

/** The kubeconfigs of an administrator that the words of a command name. One without its folder is taken for kubeadm's. */
export function kubeconfigsIn(argv: readonly string[], stdin = ''): ReadonlySet<string> {
  const named = [...argv, stdin].join('\n').match(/[\w./+-]*admin\.conf/g) ?? [];
  return new Set(
    named.map((word) => (word.startsWith('/') ? word : `${folder}/${word.slice(word.lastIndexOf('/') + 1)}`)),
  );
}

/** Whoever writes a kubeconfig says who answers kubectl. @throws Fault when it is not the one that the server keeps. */
export async function trustKubeconfig(
  { observer, clusters }: Parts,
  lab: LabId,
  machine: MachineName,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const [kept, now] = await Promise.all([
    clusters.kubeconfig(lab, 'node', signal),
    observer.ask(lab, machine, { kind: 'file', path, maxBytes }, signal),
  ]);
  if (now.kind === 'unknown') throw notSeen(path, machine, now.reason);
  const text = now.exists ? wholeText(now) : undefined;
  if (text === undefined || !isSameAccess(kept, text)) throw another(path, machine);
}

const Kubeconfig = z.looseObject({
  users: z.tuple([
    z.looseObject({
      user: z.looseObject({ 'client-certificate-data': z.string(), 'client-key-data': z.string() }),
    }),
  ]),
  clusters: z.tuple([
    z.looseObject({ cluster: z.looseObject({ 'certificate-authority-data': z.string() }) }),
  ]),
});

/**
 * Does a kubeconfig lead to the same API server as the same user? How it is written does not matter, and the certificate of its user
 * may have been renewed by the same authority, as kubeadm does it.
 */
export function isSameAccess(kept: string, now: string): boolean {
  // Elsewhere YAML ends a line at some characters at which it does not end here: what is a comment here could be read there.
  if (/[^\t\n\x20-\x7e]/.test(now)) return false;
  const [before, after] = [kept, now].map(read);
  if (before === undefined || after === undefined) return false;
  const [mine, its] = [before.users[0].user, after.users[0].user];
  const names = ['client-certificate-data', 'client-key-data'] as const;
  const identity = Object.fromEntries(names.map((name) => [name, mine[name]]));
  const asBefore = { ...after, users: [{ ...after.users[0], user: { ...its, ...identity } }] };
  if (!isDeepStrictEqual(asBefore, before)) return false;
  const isOld = names.every((name) => its[name] === mine[name]);
  return isOld || isRenewed(before, its['client-certificate-data'], its['client-key-data']);
}

function read(text: string): z.infer<typeof Kubeconfig> | undefined {
  try {
    const document = parseDocument(text);
    // A tag that means nothing here may mean something to kubectl.
    if (document.errors.length + document.warnings.length > 0) return undefined;
    return Kubeconfig.safeParse(document.toJS({ maxAliasCount: 0 })).data;
  } catch {
    return undefined;
  }
}

/** The same name, from the same authority, and nothing beside it in the text. */
function isRenewed({ clusters, users }: z.infer<typeof Kubeconfig>, cert: string, key: string): boolean {
  try {
    const pem = plain(cert);
    const [renewed, old] = [
      new X509Certificate(pem),
      new X509Certificate(plain(users[0].user['client-certificate-data'])),
    ];
    const authority = new X509Certificate(plain(clusters[0].cluster['certificate-authority-data']));
    return (
      renewed.toString().trim() === pem.trim() &&
      renewed.subject === old.subject &&
      renewed.verify(authority.publicKey) &&
      renewed.checkPrivateKey(createPrivateKey(plain(key)))
    );
  } catch {
    return false;
  }
}

const plain = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

const another = (path: string, machine: MachineName): Fault =>
  new Fault(
    'runtime.failed',
    `${path} on ${machine} is not the kubeconfig that the lab began with, so somebody else may answer in place of the API server. Put it back as it was, or reset the lab`,
    { remedy: 'Put the file back, or reset the lab.' },
  );

const notSeen = (path: string, machine: MachineName, reason: string): Fault =>
  new Fault(
    'runtime.failed',
    `whether ${path} on ${machine} is as the lab began could not be told: ${reason}`,
    {
      remedy: 'Check again. If it happens again, reset the lab.',
    },
  );
