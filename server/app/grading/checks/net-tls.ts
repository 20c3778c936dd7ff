import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { listed } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import { notFound } from '../not-found.ts';
import { readPems } from '../read-pem.ts';
import { type Handshakes, tlsFaults } from './net-tls-faults.ts';

type Check = CheckOf<'net.tls'>;
type TlsQuestion = Extract<Question, { kind: 'tls' }>;

const before = { '1.2': '1.1', '1.3': '1.2' } as const;

/** TLS handshakes by a client of the grader, and what comes back after them. */
export const netTls: CheckModule<'net.tls', Handshakes> = {
  type: 'net.tls',
  deadlineMs: ({ timeout }) => 45_000 + 5 * milliseconds(timeout),

  expected({ expect, clientCert, foreignClient }) {
    const who =
      foreignClient === true
        ? 'a certificate of a foreign CA'
        : clientCert
          ? 'its certificate'
          : 'no certificate';
    return [`a caller with ${who} is ${expect.handshake}`, ...serverWords(expect)].join(', ');
  },

  async observe(check, scene) {
    const { places, signal } = scene;
    const [from, to] = await Promise.all([places.from(check.from, signal), places.to(check.to, signal)]);
    if (from.kind !== 'found') return notFound(from, 'a TLS handshake');
    if (to.kind !== 'found') return notFound(to, `from ${from.value.words}: a TLS handshake`);
    const probe = probeWords(check, from.value.words, to.value.words);
    const pems = await readPems(check, scene);
    if (pems.kind !== 'found') return notFound(pems, probe);
    const question: TlsQuestion = {
      kind: 'tls',
      netns: from.value.netns,
      host: to.value.host,
      port: to.value.port,
      timeoutMs: milliseconds(check.timeout),
      ...pems.value,
      ...(check.serverName !== undefined && { serverName: check.serverName }),
      ...(check.foreignClient !== undefined && { foreignClient: check.foreignClient }),
      ...(check.send !== undefined && { send: check.send }),
    };
    return shakeAll(check, question, { ...scene, machine: from.value.machine }, probe);
  },

  judge({ expect }, handshakes) {
    const { main } = handshakes;
    if (main.outcome === 'refused' || main.outcome === 'blocked') {
      return { ok: false, found: `nothing accepts a connection: ${main.detail}` };
    }
    const faults = tlsFaults(expect, handshakes);
    return { ok: faults.length === 0, found: [...faults, main.detail].join('; ') };
  },
};

function serverWords(expect: Check['expect']): string[] {
  const words: string[] = [];
  if (expect.chain === true) words.push('the server certificate verifies for its name');
  if (expect.chain === false) words.push('the server certificate does not verify');
  if (expect.san !== undefined) words.push(`it is for ${listed(expect.san)}`);
  if (expect.validDays !== undefined) words.push(`it is valid for ${expect.validDays} more days`);
  if (expect.status !== undefined) words.push(`the answer has status ${expect.status.join(' or ')}`);
  if (expect.minVersion !== undefined) words.push(`versions before TLS ${expect.minVersion} are refused`);
  if (expect.onlyCiphers !== undefined) {
    words.push(`of the cipher suites before TLS 1.3 only ${listed(expect.onlyCiphers)} are accepted`);
  }
  if (expect.clientCert !== undefined) words.push(clientCertWords[expect.clientCert]);
  return words;
}

const clientCertWords = {
  required: 'a client certificate is required',
  optional: 'a client certificate is asked for and not required',
  none: 'no client certificate is asked for',
};

function probeWords({ send, expect }: Check, from: string, to: string): string {
  const then = send === undefined ? '' : `, then GET ${send}`;
  const each = expect.onlyCiphers === undefined ? '' : ', and one with each cipher suite';
  return `from ${from}: TLS handshake with ${to}${then}${each}`;
}

/** One handshake as the check asks for it, and the further ones that its expectations need. */
async function shakeAll(
  { expect, clientCert, foreignClient }: Check,
  question: TlsQuestion,
  { observer, lab, machine, signal }: Scene & { readonly machine: string },
  probe: string,
): Promise<Sight<Handshakes>> {
  const ask = <Q extends Question>(q: Q): Promise<Answer<Q>> => observer.ask(lab, machine, q, signal);
  const main = await ask(question);
  if (main.kind === 'unknown') return unknown(main.reason, probe);
  if (main.outcome === 'refused' || main.outcome === 'blocked') return seen({ main }, probe);
  const handshakes: Handshakes = { main };
  if (expect.minVersion !== undefined) {
    const older = await ask({ ...question, minVersion: '1.0', maxVersion: before[expect.minVersion] });
    if (older.kind === 'unknown') return unknown(older.reason, probe);
    handshakes.older = older;
  }
  const showsOne = clientCert !== undefined || foreignClient === true;
  if (expect.clientCert !== undefined && showsOne) {
    const { cert: _cert, key: _key, foreignClient: _foreign, ...without } = question;
    const bare = await ask(without);
    if (bare.kind === 'unknown') return unknown(bare.reason, probe);
    handshakes.bare = bare;
  }
  if (expect.onlyCiphers !== undefined) {
    const { netns, host, port, serverName, timeoutMs } = question;
    const scanned = await ask({
      kind: 'tlsCiphers',
      netns,
      host,
      port,
      timeoutMs: 2 * timeoutMs,
      ...(serverName !== undefined && { serverName }),
    });
    if (scanned.kind === 'unknown') return unknown(scanned.reason, probe);
    handshakes.suites = scanned.accepted;
  }
  return seen(handshakes, probe);
}
