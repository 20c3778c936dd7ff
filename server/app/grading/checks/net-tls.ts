import type { CheckOf } from '#contract/scenario/checks.ts';
import { listed } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { notFound } from '../not-found.ts';
import { readPems } from '../read-pem.ts';
import { type Handshakes, tlsFaults } from './net-tls-faults.ts';
import { shakeAll, type TlsQuestion } from './net-tls-handshakes.ts';

type Check = CheckOf<'net.tls'>;

/** TLS handshakes by a client of the grader, and what comes back after them. */
export const netTls: CheckModule<'net.tls', Handshakes> = {
  type: 'net.tls',
  deadlineMs: ({ timeout }) => 45_000 + 7 * milliseconds(timeout),

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
    const shaken = await shakeAll(check, question, { ...scene, machine: from.value.machine });
    return shaken.kind === 'found' ? seen(shaken.value, probe) : notFound(shaken, probe);
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
  if (expect.accepts !== undefined)
    words.push(`TLS ${listed(expect.accepts)} ${is(expect.accepts)} accepted`);
  if (expect.rejects !== undefined) words.push(`TLS ${listed(expect.rejects)} ${is(expect.rejects)} refused`);
  if (expect.subjectCN !== undefined) words.push(`its subject is ${expect.subjectCN}`);
  if (expect.onlyCiphers !== undefined) {
    words.push(`of the cipher suites before TLS 1.3 only ${listed(expect.onlyCiphers)} are accepted`);
  }
  if (expect.clientCert !== undefined) words.push(clientCertWords[expect.clientCert]);
  return words;
}

const is = ({ length }: readonly string[]): string => (length === 1 ? 'is' : 'are');

const clientCertWords = {
  required: 'a client certificate is required',
  optional: 'a client certificate is asked for and not required',
  none: 'no client certificate is asked for',
};

function probeWords({ send, expect }: Check, from: string, to: string): string {
  const then = send === undefined ? '' : `, then GET ${send}`;
  const each = [
    ...((expect.accepts ?? expect.rejects) === undefined ? [] : ['version']),
    ...(expect.onlyCiphers === undefined ? [] : ['cipher suite']),
  ];
  const more = each.length === 0 ? '' : `, and one with each ${listed(each)}`;
  return `from ${from}: TLS handshake with ${to}${then}${more}`;
}
