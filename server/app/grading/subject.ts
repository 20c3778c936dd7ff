import { parse } from 'yaml';
import { z } from 'zod';
import type { Subject } from '#contract/scenario/parts.ts';
import type { Caller } from '#ports/cluster-api.ts';
import type { Scene } from './check-module.ts';
import { cannotTell, found, notThere } from './found.ts';
import type { Found } from './found.ts';
import { readPem } from './read-pem.ts';

/** A subject as the API server knows it after it has logged in. */
export function namesOf(subject: Exclude<Subject, { kubeconfig: unknown }>): Exclude<Caller, Credentials> {
  if ('user' in subject) {
    const anonymous = subject.user === 'system:anonymous';
    const everyone = anonymous ? 'system:unauthenticated' : 'system:authenticated';
    return { user: subject.user, groups: [...subject.groups, everyone] };
  }
  const [namespace = '', name = ''] = subject.serviceAccount.split('/');
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

type Credentials = { readonly token: string } | { readonly cert: string; readonly key: string };

/** A subject in words. */
export function subjectWords(subject: Subject): string {
  if ('kubeconfig' in subject) return `the user of ${subject.kubeconfig.path}`;
  return 'user' in subject ? subject.user : `ServiceAccount ${subject.serviceAccount}`;
}

/** With what a subject logs in. Nobody can do that for a user who is only a name. */
export function credentialsOf(
  subject: Exclude<Subject, { user: string }>,
  scene: Scene,
): Promise<Found<Credentials>> {
  return 'kubeconfig' in subject ? ofKubeconfig(subject.kubeconfig, scene) : token(subject, scene);
}

const Issued = z.object({ status: z.object({ token: z.string() }) });
const tokenSeconds = 600;

async function token(
  { serviceAccount }: { serviceAccount: string },
  { clusterApi, lab, signal }: Scene,
): Promise<Found<Credentials>> {
  const [namespace = '', name = ''] = serviceAccount.split('/');
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: tokenSeconds },
  };
  const asked = await clusterApi.request(lab, { method: 'POST', path, body }, signal);
  if (asked.kind !== 'found') return cannotTell(asked.kind === 'unknown' ? asked.reason : 'no answer');
  if (asked.value.status === 404) return notThere(`there is no ServiceAccount ${serviceAccount}`);
  const issued = Issued.safeParse(jsonOf(asked.value.text));
  return issued.success
    ? found({ token: issued.data.status.token })
    : cannotTell(`no token of ServiceAccount ${serviceAccount} was given (${asked.value.status})`);
}

const listOf = <S extends z.ZodRawShape>(shape: S) => z.array(z.object({ name: z.string(), ...shape }));

const Kubeconfig = z.object({
  'current-context': z.string(),
  contexts: listOf({ context: z.object({ user: z.string() }) }),
  users: listOf({
    user: z.object({
      token: z.string().optional(),
      'client-certificate': z.string().optional(),
      'client-certificate-data': z.string().optional(),
      'client-key': z.string().optional(),
      'client-key-data': z.string().optional(),
    }),
  }),
});

async function ofKubeconfig(
  file: { readonly on: string; readonly path: string },
  scene: Scene,
): Promise<Found<Credentials>> {
  const text = await readPem(file, scene);
  if (text.kind !== 'found') return text;
  const read = Kubeconfig.safeParse(yamlOf(text.value));
  if (!read.success) return notThere(`${file.path} is no kubeconfig`);
  const { contexts, users } = read.data;
  const context = contexts.find(({ name }) => name === read.data['current-context'])?.context;
  const user = users.find(({ name }) => name === context?.user)?.user;
  if (user === undefined) return notThere(`the current context of ${file.path} has no user`);
  if (user.token !== undefined) return found({ token: user.token });
  const pem = (data: string | undefined, path: string | undefined) =>
    pemOf(data, path, file, scene, 'its user has no token and no client certificate');
  const cert = await pem(user['client-certificate-data'], user['client-certificate']);
  if (cert.kind !== 'found') return cert;
  const key = await pem(user['client-key-data'], user['client-key']);
  return key.kind === 'found' ? found({ cert: cert.value, key: key.value }) : key;
}

async function pemOf(
  data: string | undefined,
  path: string | undefined,
  { on, path: home }: { readonly on: string; readonly path: string },
  scene: Scene,
  none: string,
): Promise<Found<string>> {
  if (data !== undefined) return found(Buffer.from(data, 'base64').toString('utf8'));
  if (path === undefined) return notThere(`${home}: ${none}`);
  // As kubectl does it: from the folder of the kubeconfig.
  const folder = home.slice(0, home.lastIndexOf('/'));
  return readPem({ on, path: path.startsWith('/') ? path : `${folder}/${path}` }, scene);
}

function yamlOf(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 50 });
  } catch {
    return undefined;
  }
}

/** The value of a JSON text, or undefined. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
