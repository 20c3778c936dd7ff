import { expect, test } from 'vitest';
import type { Question } from '#contract/observer.ts';
import { TestLab } from '../../../testing/test-lab.ts';

type Http = Extract<Question, { kind: 'http' }>;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const plain = (text: string): string => Buffer.from(text, 'base64').toString();
const secret = '/registry/secrets/shop/token';
const check = { type: 'etcd.value', key: secret, provider: 'aescbc', notContains: ['hunter2'] };

/** A lab whose etcd holds these values, and gives two keys at a time. */
function storing(values: Record<string, string>): { lab: TestLab; asked: Http[] } {
  const lab = new TestLab();
  const asked: Http[] = [];
  lab.sees = (question) => {
    if (question.kind === 'file') return { kind: 'file', exists: true, type: 'file', content: question.path };
    if (question.kind !== 'http') return { kind: 'unknown', reason: 'no' };
    asked.push(question);
    const { key, range_end } = JSON.parse(question.body ?? '') as { key: string; range_end?: string };
    const [from, end] = [plain(key), range_end && plain(range_end)];
    const fits = (name: string) => (end === undefined ? name === from : name >= from && name < end);
    const all = Object.keys(values).sort().filter(fits);
    const kvs = all.slice(0, 2).map((name) => ({ key: base64(name), value: base64(values[name] ?? '') }));
    const body = JSON.stringify({ header: {}, ...(kvs.length > 0 && { kvs }), more: all.length > 2 });
    return { kind: 'http', outcome: 'answered', status: 200, body, detail: '200 OK' };
  };
  return { lab, asked };
}

test('a value that the right provider encrypted passes; it is asked for with the client certificate', async () => {
  const { lab, asked } = storing({ [secret]: 'k8s:enc:aescbc:v1:key1:\u0001\u0002' });
  expect(await lab.look(check)).toMatchObject({
    verdict: 'pass',
    expected: `the value of ${secret} is encrypted with aescbc and not readable as it is`,
    probe: `on cp: etcdctl get ${secret}`,
  });
  expect(asked[0]).toMatchObject({
    url: 'https://127.0.0.1:2379/v3/kv/range',
    ca: '/etc/kubernetes/pki/etcd/ca.crt',
    cert: '/etc/kubernetes/pki/apiserver-etcd-client.crt',
    key: '/etc/kubernetes/pki/apiserver-etcd-client.key',
  });
});

test('a plain value fails, and its text is not shown', async () => {
  const { lab } = storing({ [secret]: 'k8s\u0000 password hunter2' });
  const finding = await lab.look(check);
  expect(finding).toMatchObject({
    verdict: 'fail',
    found: `${secret} is not encrypted; ${secret} holds a text that must not be readable`,
  });
  expect(JSON.stringify(finding)).not.toContain('hunter2');
});

test('another provider or another key fails', async () => {
  const { lab } = storing({ [secret]: 'k8s:enc:secretbox:v1:key1:x' });
  expect((await lab.look(check)).found).toBe(`${secret} is encrypted with secretbox`);
  const rotated = { ...check, provider: 'secretbox', keyName: 'key2' };
  expect((await lab.look(rotated)).found).toBe(`${secret} is encrypted by the key key1`);
  expect((await lab.look({ ...rotated, keyName: 'key1' })).verdict).toBe('pass');
});

test('every value under a prefix is judged, page by page', async () => {
  const values: Record<string, string> = {};
  for (const name of 'abcde') values[`/registry/secrets/${name}/x`] = 'k8s:enc:aescbc:v1:k:x';
  values['/registry/secretz'] = 'k8s';
  const every = { type: 'etcd.value', everyKeyUnder: '/registry/secrets/', provider: 'aescbc' };
  const { lab, asked } = storing(values);
  expect((await lab.look(every)).found).toBe('5 of 5 as expected');
  expect(asked).toHaveLength(3);
  values['/registry/secrets/e/x'] = 'k8s';
  expect(await lab.look(every)).toMatchObject({
    verdict: 'fail',
    found: '/registry/secrets/e/x is not encrypted',
  });
});

test('what is not there is a finding', async () => {
  const { lab } = storing({});
  expect(await lab.look(check)).toMatchObject({ verdict: 'fail', found: `there is no ${secret}` });
  const every = { type: 'etcd.value', everyKeyUnder: '/registry/secrets/', provider: 'aescbc' };
  expect((await lab.look(every)).found).toBe('there is nothing under /registry/secrets/');
});

test('an etcd that does not answer is unknown, and so are its missing certificates', async () => {
  const { lab } = storing({});
  const sees = lab.sees;
  lab.sees = (question, machine) =>
    question.kind === 'http'
      ? { kind: 'http', outcome: 'refused', body: '', detail: 'connection refused' }
      : sees(question, machine);
  expect(await lab.look(check)).toMatchObject({
    verdict: 'unknown',
    found: 'could not be observed: etcd gave no values: connection refused',
  });
  lab.sees = () => ({ kind: 'file', exists: false });
  expect((await lab.look(check)).verdict).toBe('unknown');
});
