import { expect, test } from 'vitest';
import type { Question } from '#contract/observer.ts';
import { object, TestLab } from '../../../testing/test-lab.ts';

function shop(): TestLab {
  const lab = new TestLab();
  lab.objects = [
    object('Service', 'db', 'orders', { spec: { clusterIP: '10.96.0.7', ports: [{ port: 5432 }] } }),
  ];
  return lab;
}

test('an HTTP answer is judged by status and body', async () => {
  const lab = shop();
  const check = {
    type: 'net.http',
    from: { machine: 'cp' },
    url: 'http://a/',
    expect: { status: [200], body: { contains: 'ok' } },
  };
  expect((await lab.look(check)).verdict).toBe('unknown');
  lab.sees = () => ({ kind: 'http', outcome: 'answered', status: 200, body: 'it is ok', detail: '' });
  expect((await lab.look(check)).verdict).toBe('pass');
  lab.sees = () => ({ kind: 'http', outcome: 'answered', status: 401, body: 'no', detail: '' });
  expect(await lab.look(check)).toMatchObject({ verdict: 'fail', found: 'status 401, the body is “no”' });
  lab.sees = () => ({ kind: 'http', outcome: 'refused', body: '', detail: 'connection refused' });
  expect(await lab.look(check)).toMatchObject({ verdict: 'fail', found: 'no answer: connection refused' });
});

test('an HTTP request has the method and the certificates of the check, and its headers are judged', async () => {
  const lab = shop();
  const check = {
    type: 'net.http',
    from: { machine: 'cp' },
    url: 'https://a/',
    method: 'OPTIONS',
    ca: { on: 'cp', path: '/ca.crt' },
    clientCert: { cert: { on: 'cp', path: '/a.crt' }, key: { on: 'cp', path: '/a.key' } },
    expect: {
      status: [200],
      headers: { Server: { notMatches: 'nginx/' }, 'X-Frame-Options': { equals: 'DENY' } },
    },
  };
  const asked: Question[] = [];
  let headers: Record<string, string> = { server: 'nginx', 'x-frame-options': 'DENY' };
  lab.sees = (question) => {
    if (question.kind === 'file') return { kind: 'file', exists: true, type: 'file', content: question.path };
    asked.push(question);
    return { kind: 'http', outcome: 'answered', status: 200, headers, body: '', detail: '' };
  };
  expect(await lab.look(check)).toMatchObject({ verdict: 'pass', probe: 'from cp: OPTIONS https://a/' });
  expect(asked[0]).toMatchObject({ method: 'OPTIONS', ca: '/ca.crt', cert: '/a.crt', key: '/a.key' });
  headers = { server: 'nginx/1.22' };
  expect(await lab.look(check)).toMatchObject({
    verdict: 'fail',
    found: 'status 200, the header Server is “nginx/1.22”, there is no header X-Frame-Options',
  });
  lab.sees = () => ({ kind: 'file', exists: false });
  expect((await lab.look(check)).found).toBe('there is no /ca.crt on cp');
});

test('what Prometheus answers is judged; no answer, or an error of it, is unknown', async () => {
  const lab = shop();
  const expected = [{ cel: "items.exists(i, i.metric.job == 'falco' && i.value > 0)", say: 'falco is up' }];
  const check = {
    type: 'prom.query',
    from: { machine: 'cp' },
    url: 'http://p:9090/',
    query: 'up == 1',
    expect: expected,
  };
  const saying = (status: number, data: unknown) => {
    lab.sees = () => ({
      kind: 'http',
      outcome: 'answered',
      status,
      body: JSON.stringify({ data }),
      detail: `${status}`,
    });
    return lab.look(check);
  };
  const vector = (...result: unknown[]) => ({ resultType: 'vector', result });
  expect(await saying(200, vector({ metric: { job: 'falco' }, value: [1, '2.5'] }))).toMatchObject({
    verdict: 'pass',
    probe: 'from cp: GET http://p:9090/api/v1/query?query=up+%3D%3D+1',
  });
  expect(await saying(200, vector())).toMatchObject({
    verdict: 'fail',
    found: 'not so: falco is up (0 samples)',
  });
  expect((await saying(400, {})).verdict).toBe('unknown');
  expect((await saying(200, { resultType: 'matrix' })).verdict).toBe('unknown');
  lab.sees = () => ({ kind: 'http', outcome: 'refused', body: '', detail: 'connection refused' });
  expect((await lab.look(check)).verdict).toBe('unknown');
});

test('an address may lead to a Service whose name nobody resolves', async () => {
  const lab = shop();
  const to = { service: 'orders/db', port: 5432 };
  const check = {
    type: 'net.http',
    from: { machine: 'cp' },
    url: 'http://db.example/',
    to,
    expect: { status: [200] },
  };
  lab.sees = (question) => ({
    kind: 'http',
    outcome: 'answered',
    status: question.kind === 'http' && question.connect === '10.96.0.7:5432' ? 200 : 500,
    body: '',
    detail: '',
  });
  expect((await lab.look(check)).verdict).toBe('pass');
  expect((await lab.look({ ...check, to: { ...to, service: 'orders/gone' } })).found).toBe(
    'there is no Service orders/gone',
  );
});
