import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene } from '../check-module.ts';
import type { Found } from '../found.ts';
import { notFound } from '../not-found.ts';
import { readPem } from '../read-pem.ts';

type Check = CheckOf<'net.tls'>;
type TlsQuestion = Extract<Question, { kind: 'tls' }>;
type Shaken = Exclude<Answer<TlsQuestion>, { kind: 'unknown' }>;

interface Handshakes {
  readonly main: Shaken;
  /** The same with the newest version that must be refused. */
  readonly older: Shaken | undefined;
}

const before = { '1.2': '1.1', '1.3': '1.2' } as const;

/** TLS handshakes by a client of the grader, and what comes back after them. */
export const netTls: CheckModule<'net.tls', Handshakes> = {
  type: 'net.tls',
  deadlineMs: ({ timeout }) => 45_000 + 2 * milliseconds(timeout),

  expected({ expect, clientCert, foreignClient }) {
    const who =
      foreignClient === true
        ? 'a certificate of a foreign CA'
        : clientCert
          ? 'its certificate'
          : 'no certificate';
    const words = [`a caller with ${who} is ${expect.handshake}`];
    if (expect.chain === true) words.push('the server certificate verifies for its name');
    if (expect.chain === false) words.push('the server certificate does not verify');
    if (expect.status !== undefined) words.push(`the answer has status ${expect.status.join(' or ')}`);
    if (expect.minVersion !== undefined) words.push(`versions before TLS ${expect.minVersion} are refused`);
    return words.join(', ');
  },

  async observe(check, scene) {
    const { places, signal } = scene;
    const [from, to] = await Promise.all([places.from(check.from, signal), places.to(check.to, signal)]);
    if (from.kind !== 'found') return notFound(from, 'a TLS handshake');
    if (to.kind !== 'found') return notFound(to, `from ${from.value.words}: a TLS handshake`);
    const probe = `from ${from.value.words}: TLS handshake with ${to.value.words}${check.send ? `, then GET ${check.send}` : ''}`;
    const pems = await certificates(check, scene);
    if (pems.kind !== 'found') return notFound(pems, probe);
    const { machine, netns } = from.value;
    const { host, port } = to.value;
    const question: TlsQuestion = {
      kind: 'tls',
      netns,
      host,
      port,
      timeoutMs: milliseconds(check.timeout),
      ...pems.value,
      ...(check.serverName !== undefined && { serverName: check.serverName }),
      ...(check.foreignClient !== undefined && { foreignClient: check.foreignClient }),
      ...(check.send !== undefined && { send: check.send }),
    };
    const ask = (q: TlsQuestion) => scene.observer.ask(scene.lab, machine, q, signal);
    const main = await ask(question);
    if (main.kind === 'unknown') return unknown(main.reason, probe);
    const { minVersion } = check.expect;
    if (minVersion === undefined) return seen({ main, older: undefined }, probe);
    const older = await ask({ ...question, minVersion: '1.0', maxVersion: before[minVersion] });
    return older.kind === 'unknown' ? unknown(older.reason, probe) : seen({ main, older }, probe);
  },

  judge({ expect }, { main, older }) {
    if (main.outcome === 'refused' || main.outcome === 'blocked') {
      return { ok: false, found: `nothing accepts a connection: ${main.detail}` };
    }
    const taken = isTaken(main);
    const faults = [
      ...(taken === (expect.handshake === 'accepted')
        ? []
        : [`the caller is ${taken ? 'accepted' : 'refused'}`]),
      ...(expect.chain === undefined || main.chain === expect.chain
        ? []
        : [
            main.chainDetail ?? `the server certificate ${main.chain === true ? 'verifies' : 'was not seen'}`,
          ]),
      ...(expect.status === undefined || (main.status !== undefined && expect.status.includes(main.status))
        ? []
        : [main.status === undefined ? 'no status came' : `status ${main.status}`]),
      ...(older !== undefined && isTaken(older)
        ? [`${older.version ?? 'an older version'} is accepted`]
        : []),
    ];
    return { ok: faults.length === 0, found: [...faults, main.detail].join('; ') };
  },
};

/** Did the server take the caller? Some servers finish the handshake and then say 400 instead of the page. */
function isTaken({ outcome, status, asksClientCert }: Shaken): boolean {
  return outcome === 'accepted' && !(status === 400 && asksClientCert === true);
}

type Pems = Pick<TlsQuestion, 'ca' | 'cert' | 'key'>;

async function certificates({ ca, clientCert }: Check, scene: Scene): Promise<Found<Pems>> {
  const wanted = { ca, cert: clientCert?.cert, key: clientCert?.key };
  const pems: { -readonly [K in keyof Pems]: Pems[K] } = {};
  for (const name of ['ca', 'cert', 'key'] as const) {
    const file = wanted[name];
    if (file === undefined) continue;
    const pem = await readPem(file, scene);
    if (pem.kind !== 'found') return pem;
    pems[name] = pem.value;
  }
  return { kind: 'found', value: pems };
}
