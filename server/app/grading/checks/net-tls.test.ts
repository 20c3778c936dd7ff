import { expect, test } from 'vitest';
import type { Answer, Question } from '#contract/observer.ts';
import { TestLab } from '../../../testing/test-lab.ts';

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
