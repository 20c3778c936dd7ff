import type { PemSource } from '#contract/scenario/parts.ts';
import type { Scene } from './check-module.ts';
import { cannotTell, found, notThere } from './found.ts';
import type { Found } from './found.ts';
import { read, SecretShape } from './kube-shapes.ts';
import { wholeText } from './whole-text.ts';

/** The texts that a TLS client of the grader works with, as the observer is told them. */
export interface Pems {
  ca?: string;
  cert?: string;
  key?: string;
}

/** Reads what a check names of its client's certificates. */
export async function readPems(
  check: { readonly ca?: PemSource | undefined; readonly clientCert?: ClientCert | undefined },
  scene: Scene,
): Promise<Found<Pems>> {
  const wanted = { ca: check.ca, cert: check.clientCert?.cert, key: check.clientCert?.key };
  const pems: Pems = {};
  for (const name of ['ca', 'cert', 'key'] as const) {
    const source = wanted[name];
    if (source === undefined) continue;
    const pem = await readPem(source, scene);
    if (pem.kind !== 'found') return pem;
    pems[name] = pem.value;
  }
  return found(pems);
}

interface ClientCert {
  readonly cert: PemSource;
  readonly key: PemSource;
}

/** The text of a certificate or key. */
export function readPem(source: PemSource, scene: Scene): Promise<Found<string>> {
  return 'secret' in source ? fromSecret(source, scene) : fromFile(source, scene);
}

async function fromFile(
  { on, path }: { on: string; path: string },
  { observer, lab, signal }: Scene,
): Promise<Found<string>> {
  const answer = await observer.ask(lab, on, { kind: 'file', path, maxBytes: 65_536 }, signal);
  if (answer.kind === 'unknown') return cannotTell(answer.reason);
  if (!answer.exists) return notThere(`there is no ${path} on ${on}`);
  const text = wholeText(answer);
  if (text === undefined) return notThere(`${path} on ${on} is no file that can be read`);
  return found(text);
}

async function fromSecret(
  { secret, key }: { secret: string; key: string },
  { clusterApi, lab, signal }: Scene,
): Promise<Found<string>> {
  const [namespace = '', name = ''] = secret.split('/');
  const asked = await clusterApi.get(lab, { apiVersion: 'v1', kind: 'Secret', namespace, name }, signal);
  if (asked.kind === 'unknown') return cannotTell(asked.reason);
  if (asked.kind === 'absent') return notThere(`there is no Secret ${secret}`);
  const data = read(SecretShape, asked.value)?.data ?? {};
  const value = Object.hasOwn(data, key) ? data[key] : undefined;
  if (value === undefined) return notThere(`Secret ${secret} has no entry ${key}`);
  return found(Buffer.from(value, 'base64').toString('utf8'));
}
