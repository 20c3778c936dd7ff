import { expect, test } from 'vitest';
import type { Answer, Question } from '#contract/observer.ts';
import { object, TestLab } from '../../../testing/test-lab.ts';

type Tls = Extract<Answer<Extract<Question, { kind: 'tls' }>>, { kind: 'tls' }>;
const shaken = (more: Partial<Tls>): Tls => ({
  kind: 'tls',
  outcome: 'accepted',
  body: '',
  detail: 'd',
  ...more,
});
const base = {
  type: 'net.tls',
  from: { machine: 'workstation' },
  to: { machine: 'docker', port: 2376 },
  send: '/_ping',
};

function labThat(answer: (question: Extract<Question, { kind: 'tls' }>) => Answer<Question>): TestLab {
  const lab = new TestLab();
  lab.sees = (question) => {
    if (question.kind === 'tls') return answer(question);
    return { kind: 'file', exists: true, type: 'file', content: 'PEM' };
  };
  return lab;
}

test('an accepted caller whose server verifies passes', async () => {
  const lab = labThat((q) => shaken({ chain: q.ca === 'PEM', status: 200 }));
  const check = {
    ...base,
    ca: { on: 'docker', path: '/ca.pem' },
    expect: { handshake: 'accepted', chain: true, status: [200] },
  };
  expect((await lab.look(check)).verdict).toBe('pass');
});

test('a chain that does not verify fails with the reason', async () => {
  const lab = labThat(() => shaken({ chain: false, chainDetail: 'not valid for docker', status: 200 }));
  const check = {
    ...base,
    ca: { on: 'docker', path: '/ca.pem' },
    expect: { handshake: 'accepted', chain: true },
  };
  expect(await lab.look(check)).toMatchObject({ verdict: 'fail', found: 'not valid for docker; d' });
});

test('a caller is refused by an alert or by status 400 of a server that asked for a certificate', async () => {
  const check = { ...base, expect: { handshake: 'refused' } };
  expect((await labThat(() => shaken({ outcome: 'rejected' })).look(check)).verdict).toBe('pass');
  expect((await labThat(() => shaken({ status: 400, asksClientCert: true })).look(check)).verdict).toBe(
    'pass',
  );
  expect((await labThat(() => shaken({ status: 200, asksClientCert: true })).look(check)).verdict).toBe(
    'fail',
  );
});

test('a port that nobody answers has refused nobody', async () => {
  const check = { ...base, expect: { handshake: 'refused' } };
  expect((await labThat(() => shaken({ outcome: 'refused' })).look(check)).verdict).toBe('fail');
  expect((await labThat(() => ({ kind: 'unknown', reason: 'no' })).look(check)).verdict).toBe('unknown');
});

test('older versions must be refused when the author says so', async () => {
  const check = { ...base, expect: { handshake: 'accepted', minVersion: '1.3' } };
  const strict = labThat((q) => shaken(q.maxVersion === '1.2' ? { outcome: 'rejected' } : {}));
  expect((await strict.look(check)).verdict).toBe('pass');
  expect((await labThat((q) => shaken({ version: `TLS ${q.maxVersion}` })).look(check)).found).toBe(
    'TLS 1.2 is accepted; d',
  );
});

test('each version is tried alone where the author names it', async () => {
  const expected = { handshake: 'accepted', accepts: ['1.2', '1.3'], rejects: ['1.0', '1.1'] };
  const taking = (...versions: string[]) =>
    labThat(({ minVersion, maxVersion }) =>
      minVersion === undefined || (minVersion === maxVersion && versions.includes(minVersion))
        ? shaken({})
        : shaken({ outcome: 'rejected' }),
    );
  const check = { ...base, expect: expected };
  expect(await taking('1.2', '1.3').look(check)).toMatchObject({
    verdict: 'pass',
    expected:
      'a caller with no certificate is accepted, TLS 1.2 and 1.3 are accepted, TLS 1.0 and 1.1 are refused',
    probe: 'from workstation: TLS handshake with docker:2376, then GET /_ping, and one with each version',
  });
  expect((await taking('1.1', '1.3').look(check)).found).toBe(
    'TLS 1.2 is not accepted; TLS 1.1 is accepted; d',
  );
  const deaf = labThat((q) => (q.minVersion === '1.1' ? { kind: 'unknown', reason: 'no' } : shaken({})));
  expect((await deaf.look(check)).verdict).toBe('unknown');
});

test('a certificate of the learner that is not there is a finding', async () => {
  const lab = labThat(() => shaken({}));
  lab.sees = () => ({ kind: 'file', exists: false });
  const file = { on: 'workstation', path: '/home/learner/cert.pem' };
  const check = { ...base, clientCert: { cert: file, key: file }, expect: { handshake: 'accepted' } };
  expect(await lab.look(check)).toMatchObject({
    verdict: 'fail',
    found: 'there is no /home/learner/cert.pem on workstation',
  });
});

const ledger = { ...base, expect: { handshake: 'accepted' } };
const secret = (data: Record<string, string>) =>
  object('Secret', 'ledger-tls', 'bank', {
    data: Object.fromEntries(
      Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
    ),
  });

test('certificates may come from a Secret; one that is not there is a finding', async () => {
  const lab = labThat((q) => shaken({ chain: q.ca === 'CA' && q.cert === 'CERT' && q.key === 'KEY' }));
  const from = (key: string) => ({ secret: 'bank/ledger-tls', key });
  const check = {
    ...base,
    ca: from('ca.crt'),
    clientCert: { cert: from('tls.crt'), key: from('tls.key') },
    expect: { handshake: 'accepted', chain: true },
  };
  lab.objects = [secret({ 'ca.crt': 'CA', 'tls.crt': 'CERT', 'tls.key': 'KEY' })];
  expect((await lab.look(check)).verdict).toBe('pass');
  lab.objects = [secret({ 'ca.crt': 'CA' })];
  expect(await lab.look(check)).toMatchObject({
    verdict: 'fail',
    found: 'Secret bank/ledger-tls has no entry tls.crt',
  });
  lab.objects = [];
  expect((await lab.look(check)).found).toBe('there is no Secret bank/ledger-tls');
  lab.objects = 'connection refused';
  expect((await lab.look(check)).verdict).toBe('unknown');
});

test('a server may accept no cipher suite beside the named ones', async () => {
  const [good, bad] = ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_128_CBC_SHA'];
  const check = { ...ledger, expect: { handshake: 'accepted', onlyCiphers: [good] } };
  const accepting = (answer: Answer<Question>): TestLab => {
    const lab = labThat(() => shaken({}));
    const sees = lab.sees;
    lab.sees = (question, machine) => (question.kind === 'tlsCiphers' ? answer : sees(question, machine));
    return lab;
  };
  const taking = (...accepted: string[]) => accepting({ kind: 'tlsCiphers', accepted });
  expect((await taking(good).look(check)).verdict).toBe('pass');
  expect((await taking().look(check)).verdict).toBe('pass');
  expect(await taking(good, bad).look(check)).toMatchObject({
    verdict: 'fail',
    found: `accepted as well: ${bad}; d`,
  });
  expect((await accepting({ kind: 'unknown', reason: 'silence' }).look(check)).verdict).toBe('unknown');
});

test.each([
  ['required', true, 400],
  ['optional', true, 200],
  ['none', false, 200],
])(
  'a client certificate is %s when the server asks: %s, and says %i without one',
  async (is, asks, status) => {
    const file = { on: 'workstation', path: '/cert.pem' };
    const lab = labThat((q) =>
      shaken({
        asksClientCert: asks,
        status: q.cert === undefined && q.foreignClient !== true ? status : 200,
      }),
    );
    for (const shows of [{ clientCert: { cert: file, key: file } }, { foreignClient: true }]) {
      for (const clientCert of ['required', 'optional', 'none']) {
        const { verdict } = await lab.look({
          ...ledger,
          ...shows,
          expect: { handshake: 'accepted', clientCert },
        });
        expect(verdict).toBe(clientCert === is ? 'pass' : 'fail');
      }
    }
  },
);

test('the names of the server certificate and its last day are judged', async () => {
  const look = (expected: object, leaf?: Tls['leaf']) =>
    labThat(() => shaken(leaf === undefined ? {} : { leaf })).look({
      ...ledger,
      expect: { handshake: 'accepted', ...expected },
    });
  const leaf = { san: ['ledger.bank.svc', '10.0.0.1'], daysLeft: 20 };
  expect((await look({ san: ['ledger.bank.svc'], validDays: 20 }, leaf)).verdict).toBe('pass');
  expect((await look({ san: ['front.bank.svc'], validDays: 30 }, leaf)).found).toBe(
    'the server certificate is for ledger.bank.svc and 10.0.0.1, not for front.bank.svc; ' +
      'the server certificate is valid for 20 more days; d',
  );
  expect((await look({ validDays: 0 }, { ...leaf, daysLeft: -1 })).found).toContain('has expired');
  expect((await look({ validDays: 0 })).found).toContain('was not seen');
  const named = { ...leaf, commonName: 'ledger' };
  expect((await look({ subjectCN: 'ledger' }, named)).verdict).toBe('pass');
  expect((await look({ subjectCN: 'front' }, named)).found).toContain('is ledger; d');
  expect((await look({ subjectCN: 'front' }, leaf)).found).toContain('is nobody; d');
});
