import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { listed } from '#domain/grading/words.ts';

export type Shaken = Exclude<Answer<Extract<Question, { kind: 'tls' }>>, { kind: 'unknown' }>;
type Expect = CheckOf<'net.tls'>['expect'];
export type Version = NonNullable<Expect['accepts']>[number];

/** What came of the handshakes with one server; those that nobody asked for are absent. */
export interface Handshakes {
  main: Shaken;
  /** The same with the newest version that must be refused. */
  older?: Shaken;
  /** The same without a client certificate, where `main` shows one. */
  bare?: Shaken;
  /** The cipher suites before TLS 1.3 that the server takes. */
  suites?: readonly string[];
  /** The same with one version alone. */
  versions?: ReadonlyMap<Version, Shaken>;
}

/** What of the expectations does not hold, in words; empty when all do. */
export function tlsFaults(expect: Expect, { main, older, bare, suites, versions }: Handshakes): string[] {
  const taken = isTaken(main);
  const said: (string | undefined)[] = [
    taken === (expect.handshake === 'accepted')
      ? undefined
      : `the caller is ${taken ? 'accepted' : 'refused'}`,
    chainFault(expect, main),
    statusFault(expect, main),
    older !== undefined && isTaken(older) ? `${older.version ?? 'an older version'} is accepted` : undefined,
    ...versionFaults(expect, versions),
    suitesFault(expect, suites ?? []),
    clientCertFault(expect, main, bare ?? main),
    ...leafFaults(expect, main.leaf),
  ];
  return said.filter((fault) => fault !== undefined);
}

/** Did the server take the caller? Some servers finish the handshake and then say 400 instead of the page. */
function isTaken({ outcome, status, asksClientCert }: Shaken): boolean {
  return outcome === 'accepted' && !(status === 400 && asksClientCert === true);
}

function chainFault({ chain }: Expect, main: Shaken): string | undefined {
  if (chain === undefined || main.chain === chain) return undefined;
  return main.chainDetail ?? `the server certificate ${main.chain === true ? 'verifies' : 'was not seen'}`;
}

function statusFault({ status }: Expect, main: Shaken): string | undefined {
  if (status === undefined || (main.status !== undefined && status.includes(main.status))) return undefined;
  return main.status === undefined ? 'no status came' : `status ${main.status}`;
}

function versionFaults({ accepts = [], rejects = [] }: Expect, versions: Handshakes['versions']): string[] {
  const taken = (version: Version): boolean => {
    const shaken = versions?.get(version);
    return shaken !== undefined && isTaken(shaken);
  };
  return [
    ...accepts.filter((version) => !taken(version)).map((version) => `TLS ${version} is not accepted`),
    ...rejects.filter(taken).map((version) => `TLS ${version} is accepted`),
  ];
}

function suitesFault({ onlyCiphers }: Expect, accepted: readonly string[]): string | undefined {
  const others = accepted.filter((suite) => onlyCiphers !== undefined && !onlyCiphers.includes(suite));
  return others.length === 0 ? undefined : `accepted as well: ${listed(others)}`;
}

function clientCertFault({ clientCert }: Expect, main: Shaken, bare: Shaken): string | undefined {
  if (clientCert === undefined) return undefined;
  const asks = main.asksClientCert === true || bare.asksClientCert === true;
  const is = !asks ? 'none' : isTaken(bare) ? 'optional' : 'required';
  if (is === clientCert) return undefined;
  if (is === 'none') return 'no client certificate is asked for';
  return is === 'optional'
    ? 'a caller without a certificate is accepted'
    : 'a client certificate is required';
}

function leafFaults({ san = [], subjectCN, validDays }: Expect, leaf: Shaken['leaf']): string[] {
  if (san.length === 0 && validDays === undefined && subjectCN === undefined) return [];
  if (leaf === undefined) return ['the server certificate was not seen'];
  const missing = san.filter((name) => !leaf.san.includes(name));
  return [
    ...(missing.length === 0
      ? []
      : [`the server certificate is for ${listed(leaf.san) || 'nobody'}, not for ${listed(missing)}`]),
    ...(subjectCN === undefined || leaf.commonName === subjectCN
      ? []
      : [`the subject of the server certificate is ${leaf.commonName || 'nobody'}`]),
    ...(validDays === undefined || leaf.daysLeft >= validDays
      ? []
      : [
          leaf.daysLeft < 0
            ? 'the server certificate has expired'
            : `the server certificate is valid for ${leaf.daysLeft} more days`,
        ]),
  ];
}
