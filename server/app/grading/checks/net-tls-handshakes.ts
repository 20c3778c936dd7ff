import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import type { Scene } from '../check-module.ts';
import type { Handshakes, Shaken, Version } from './net-tls-faults.ts';
import { cannotTell, found } from '../found.ts';
import type { Found } from '../found.ts';

type Check = Pick<CheckOf<'net.tls'>, 'expect' | 'clientCert' | 'foreignClient'>;
export type TlsQuestion = Extract<Question, { kind: 'tls' }>;
type Client = Scene & { readonly machine: string };

const before = { '1.2': '1.1', '1.3': '1.2' } as const;

/** One handshake as the check asks for it, and then at once the further ones that its expectations need. */
export async function shakeAll(
  check: Check,
  question: TlsQuestion,
  client: Client,
): Promise<Found<Handshakes>> {
  const main = await shake(question, client);
  if (main.kind !== 'found') return main;
  if (main.value.outcome === 'refused' || main.value.outcome === 'blocked')
    return found({ main: main.value });
  const { minVersion, onlyCiphers, accepts = [], rejects = [] } = check.expect;
  const [older, bare, suites, versions] = await Promise.all([
    minVersion && shake({ ...question, minVersion: '1.0', maxVersion: before[minVersion] }, client),
    withoutCertificate(check, question, client),
    onlyCiphers && scan(question, client),
    eachOf([...accepts, ...rejects], question, client),
  ]);
  if (versions.kind !== 'found') return versions;
  const handshakes: Handshakes = { main: main.value, versions: versions.value };
  if (older?.kind === 'found') handshakes.older = older.value;
  if (bare?.kind === 'found') handshakes.bare = bare.value;
  if (suites?.kind === 'found') handshakes.suites = suites.value;
  const blind = [older, bare, suites].find((one) => one !== undefined && one.kind !== 'found');
  return blind === undefined ? found(handshakes) : blind;
}

async function shake(
  question: TlsQuestion,
  { observer, lab, machine, signal }: Client,
): Promise<Found<Shaken>> {
  const answer = await observer.ask(lab, machine, question, signal);
  return answer.kind === 'unknown' ? cannotTell(answer.reason) : found(answer);
}

/** Where the check shows a certificate, and what the server does without one is asked for as well. */
async function withoutCertificate(
  { expect, clientCert, foreignClient }: Check,
  { cert: _cert, key: _key, foreignClient: _foreign, ...question }: TlsQuestion,
  client: Client,
): Promise<Found<Shaken> | undefined> {
  const showsOne = clientCert !== undefined || foreignClient === true;
  return expect.clientCert !== undefined && showsOne ? shake(question, client) : undefined;
}

async function scan(
  { netns, host, port, serverName, timeoutMs }: TlsQuestion,
  { observer, lab, machine, signal }: Client,
): Promise<Found<readonly string[]>> {
  const question = {
    kind: 'tlsCiphers',
    netns,
    host,
    port,
    timeoutMs: 2 * timeoutMs,
    ...(serverName !== undefined && { serverName }),
  } as const;
  const answer: Answer<typeof question> = await observer.ask(lab, machine, question, signal);
  return answer.kind === 'unknown' ? cannotTell(answer.reason) : found(answer.accepted);
}

/** The handshake once more with each version alone. */
async function eachOf(
  versions: readonly Version[],
  question: TlsQuestion,
  client: Client,
): Promise<Found<ReadonlyMap<Version, Shaken>>> {
  const tried = await Promise.all(
    [...new Set(versions)].map(async (version) => ({
      version,
      shaken: await shake({ ...question, minVersion: version, maxVersion: version }, client),
    })),
  );
  const all = new Map<Version, Shaken>();
  for (const { version, shaken } of tried) {
    if (shaken.kind !== 'found') return shaken;
    all.set(version, shaken.value);
  }
  return found(all);
}
