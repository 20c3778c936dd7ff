import { expect, test } from 'vitest';
import type { Answer, Question } from '#contract/observer.ts';
import { fromWeb, shop } from '../../../testing/shop-lab.ts';

type Outcome = 'open' | 'blocked' | 'refused';
const answered = (outcome: Outcome): Answer<Question> => ({
  kind: 'connect',
  outcome,
  detail: '',
  tookMs: 1,
});

const toDb = { service: 'orders/db', port: 5432 };

test('a connection starts in the network namespace of the Pod, on its node, and goes to the Service', async () => {
  const lab = shop();
  const asked: unknown[] = [];
  lab.sees = (question, machine) => {
    asked.push({ machine, ...question });
    return answered('open');
  };
  const finding = await lab.look({ type: 'net.connect', from: fromWeb, to: toDb, expect: 'open' });
  expect(finding).toMatchObject({
    verdict: 'pass',
    found: 'the connection opens',
    probe: 'from Pod shop/web-1: TCP connect to orders/db:5432',
  });
  expect(asked).toEqual([
    expect.objectContaining({
      machine: 'worker',
      host: '10.96.0.7',
      port: 5432,
      netns: { podUid: 'uid-web-1' },
    }),
  ]);
});

test('blocked counts when the target answers in its own network namespace', async () => {
  const lab = shop();
  lab.sees = (q) => answered('host' in q && q.host === '10.0.0.9' && q.port === 5433 ? 'open' : 'blocked');
  const finding = await lab.look({ type: 'net.connect', from: fromWeb, to: toDb, expect: 'blocked' });
  expect(finding.verdict).toBe('pass');
  expect(finding.probe).toContain('from Pod orders/db-1 the same target answers');
});

test('blocked is unknown when nobody gets an answer, and when there is no Pod behind the Service', async () => {
  const lab = shop();
  lab.sees = () => answered('blocked');
  const check = { type: 'net.connect', from: fromWeb, to: toDb, expect: 'blocked' };
  expect((await lab.look(check)).verdict).toBe('unknown');
  lab.objects = (lab.objects as { metadata: { name: string } }[]).filter(
    ({ metadata }) => metadata.name !== 'db-1',
  ) as never;
  expect(await lab.look(check)).toMatchObject({
    verdict: 'unknown',
    found: expect.stringContaining('app=db'),
  });
});

test.each([
  ['at once', 3, [600, 350]],
  ['late', 900, [600, 350, 2000]],
])(
  'how long silence is listened to is said by how soon the target answers elsewhere: %s',
  async (_, tookMs, heard) => {
    const lab = shop();
    const listened: number[] = [];
    lab.sees = (q) => {
      if (q.kind === 'connect' && q.host === '10.0.0.9') return { ...answered('open'), tookMs };
      if (q.kind === 'connect') listened.push(q.timeoutMs);
      return answered('blocked');
    };
    const check = { type: 'net.connect', from: fromWeb, to: toDb, expect: 'blocked' };
    expect((await lab.look(check)).verdict).toBe('pass');
    expect(listened).toEqual(heard);
  },
);

test('an observer that was kept from its work listens again', async () => {
  const lab = shop();
  const listened: number[] = [];
  lab.sees = (q) => {
    if (q.kind !== 'connect' || q.host === '10.0.0.9') return answered('open');
    listened.push(q.timeoutMs);
    return { ...answered('blocked'), tookMs: 1500 };
  };
  const check = { type: 'net.connect', from: fromWeb, to: toDb, expect: 'blocked' };
  expect((await lab.look(check)).verdict).toBe('pass');
  expect(listened).toEqual([600, 350, 2000]);
});

test('silence that only one of two connections meets is none', async () => {
  const lab = shop();
  lab.sees = (q) =>
    answered(q.kind === 'connect' && q.host !== '10.0.0.9' && q.timeoutMs === 600 ? 'blocked' : 'open');
  const check = { type: 'net.connect', from: fromWeb, to: toDb, expect: 'blocked' };
  expect((await lab.look(check)).verdict).toBe('fail');
});

test('what opens only when it is listened to for longer is not blocked', async () => {
  const lab = shop();
  lab.sees = (q) => {
    if (q.kind !== 'connect' || q.host === '10.0.0.9') return { ...answered('open'), tookMs: 900 };
    return answered(q.timeoutMs < 2000 ? 'blocked' : 'open');
  };
  const check = { type: 'net.connect', from: fromWeb, to: toDb, expect: 'blocked' };
  expect((await lab.look(check)).verdict).toBe('fail');
});

test('silence before the control can be asked proves nothing: its Pod may take seconds, and the network may begin to work meanwhile', async () => {
  const lab = shop();
  // The network does what it is told when the grader's Pod stands.
  lab.sees = () => answered(lab.log.some((line) => line.startsWith('create lobby/')) ? 'open' : 'blocked');
  const finding = await lab.look({
    type: 'net.connect',
    from: fromWeb,
    to: toDb,
    expect: 'blocked',
    control: { probe: { namespace: 'lobby', labels: { app: 'api' } } },
  });
  expect(finding).toMatchObject({ verdict: 'fail', found: 'the connection opens' });
});

test('a control of the author is asked instead', async () => {
  const lab = shop();
  lab.sees = (_, machine) => answered(machine === 'cp' ? 'open' : 'blocked');
  const check = {
    type: 'net.connect',
    from: fromWeb,
    to: toDb,
    expect: 'blocked',
    control: { machine: 'cp' },
  };
  expect((await lab.look(check)).verdict).toBe('pass');
});

test('blocked fails at once when the connection opens, and a reset is no blocked', async () => {
  const lab = shop();
  const check = { type: 'net.connect', from: fromWeb, to: toDb, expect: 'blocked' };
  lab.sees = () => answered('open');
  expect((await lab.look(check)).verdict).toBe('fail');
  lab.sees = () => answered('refused');
  expect((await lab.look(check)).verdict).toBe('fail');
  expect((await lab.look({ ...check, expect: 'closed' })).verdict).toBe('pass');
  expect((await lab.look({ ...check, expect: 'refused' })).verdict).toBe('pass');
});

test('a Service or Pod that is not there is a finding', async () => {
  const to = { service: 'orders/gone', port: 1 };
  expect(await shop().look({ type: 'net.connect', from: fromWeb, to, expect: 'blocked' })).toMatchObject({
    verdict: 'fail',
    found: 'there is no Service orders/gone',
  });
  const from = { pod: { namespace: 'shop', labels: { app: 'gone' } } };
  expect((await shop().look({ type: 'net.connect', from, to: toDb, expect: 'open' })).found).toBe(
    'there are no Pods app=gone of Namespace shop',
  );
});

test('the grader makes a Pod of its own where the author asks for one, and removes it', async () => {
  const lab = shop();
  lab.sees = (q) =>
    answered(typeof q === 'object' && 'netns' in q && q.netns !== 'machine' ? 'open' : 'refused');
  const from = { probe: { namespace: 'lobby', labels: { app: 'web' } } };
  const finding = await lab.look({ type: 'net.connect', from, to: toDb, expect: 'open' });
  expect(finding).toMatchObject({
    verdict: 'pass',
    probe: 'from a new Pod app=web in Namespace lobby: TCP connect to orders/db:5432',
  });
  expect(lab.log).toEqual(['create lobby/grader-a-0', 'delete lobby/grader-a-0']);
});

test('a Namespace that is gone is a finding, an observer that does not answer is not', async () => {
  const from = { probe: { namespace: 'nowhere' } };
  const check = { type: 'net.connect', from, to: toDb, expect: 'open' };
  expect(await shop().look(check)).toMatchObject({ verdict: 'fail', found: 'there is no Namespace nowhere' });
  expect((await shop().look({ ...check, from: fromWeb })).verdict).toBe('unknown');
});

test('sockets that listen: present, absent, on loopback alone', async () => {
  const lab = shop();
  const check = { type: 'net.listen', on: 'cp', present: [22], absent: ['2375'], loopbackOnly: [10248] };
  expect((await lab.look(check)).verdict).toBe('unknown');
  const socket = (port: number, address: string) => ({ protocol: 'tcp' as const, address, port });
  lab.sees = () => ({ kind: 'listeners', sockets: [socket(22, '0.0.0.0'), socket(10248, '127.0.0.1')] });
  expect((await lab.look(check)).verdict).toBe('pass');
  lab.sees = () => ({
    kind: 'listeners',
    sockets: [socket(22, '::'), socket(2375, '::'), socket(10248, '::')],
  });
  expect(await lab.look(check)).toMatchObject({
    verdict: 'fail',
    found: '2375 on ::, 22 on ::, 10248 on ::',
  });
});
