import { expect, test } from 'vitest';
import type { ApiRequest } from '#ports/cluster-api.ts';
import { object, pod, TestLab } from '../../../testing/test-lab.ts';

const marker = 'probeaaaaaaaaaaaa';
const audited = {
  type: 'log.events',
  log: { on: 'cp', path: '/var/log/audit.log' },
  format: 'json',
  stimulate: [
    {
      say: 'the bot reads a Secret',
      api: { path: '/api/v1/namespaces/shop/secrets/{{marker}}', as: { serviceAccount: 'ci/bot' } },
    },
  ],
  match: { cel: "self.objectRef.name == marker && self.level == 'Metadata'" },
};
const event = (level: string, name = marker): string => `${JSON.stringify({ level, objectRef: { name } })}\n`;

/** A lab whose audit log gets a line for each request that a policy does not leave out. */
function auditing(policy: (request: ApiRequest) => string): { lab: TestLab; asked: ApiRequest[] } {
  const lab = new TestLab();
  const asked: ApiRequest[] = [];
  let log = event('Metadata') + event('Metadata');
  lab.objects = [object('ServiceAccount', 'bot', 'ci')];
  lab.replies = (request) => {
    if (request.path.endsWith('/token')) return { status: 201, text: '{"status":{"token":"t0k3n"}}' };
    asked.push(request);
    log += policy(request);
    return { status: 404, text: '' };
  };
  lab.sees = (question) => {
    if (question.kind !== 'log') return { kind: 'unknown', reason: 'no' };
    const content = question.maxBytes === 0 ? '' : log.slice(question.from);
    return { kind: 'log', exists: true, next: log.length, content };
  };
  return { lab, asked };
}

test('an event that the grader causes is counted, and those from before are not', async () => {
  const { lab, asked } = auditing(() => `not JSON\n${event('Metadata')}${event('Metadata', 'other')}`);
  expect(await lab.look(audited)).toMatchObject({
    verdict: 'pass',
    found: '1 of 3 new lines match',
    probe: 'new lines of /var/log/audit.log on cp after: the bot reads a Secret',
  });
  expect(asked).toEqual([
    {
      method: 'GET',
      path: `/api/v1/namespaces/shop/secrets/${marker}`,
      userAgent: `probe/${marker}`,
      as: { token: 't0k3n' },
    },
  ]);
});

test('an event that does not come, or comes otherwise, fails', async () => {
  expect(await auditing(() => '').lab.look(audited)).toMatchObject({
    verdict: 'fail',
    found: '0 of 0 new lines match',
  });
  expect((await auditing(() => event('Request')).lab.look(audited)).verdict).toBe('fail');
});

test('more events than there may be fail, and the whole time is waited for them', async () => {
  const nothing = { ...audited, min: 0, max: 0, within: '5s' };
  expect((await auditing(() => '').lab.look(nothing)).verdict).toBe('pass');
  expect(await auditing(() => event('Metadata')).lab.look(nothing)).toMatchObject({
    verdict: 'fail',
    expected: 'the log gets exactly 0 events as the task asks for within 5s',
  });
});

test('a log that is not there fails; one that cannot be read, or a stimulus that cannot be given, is unknown', async () => {
  const { lab } = auditing(() => '');
  lab.sees = () => ({ kind: 'log', exists: false, next: 0, content: '' });
  expect(await lab.look(audited)).toMatchObject({ verdict: 'fail', found: 'there is no /var/log/audit.log' });
  lab.sees = () => ({ kind: 'unknown', reason: 'no observer' });
  expect((await lab.look(audited)).verdict).toBe('unknown');
  const other = auditing(() => event('Metadata')).lab;
  other.objects = 'connection refused';
  expect(await other.look(audited)).toMatchObject({ verdict: 'unknown' });
});

const alerted = {
  type: 'log.events',
  log: { pod: { namespace: 'falco', labels: { app: 'falco' } } },
  format: 'text',
  stimulate: [
    { say: 'a shell in web', exec: { in: { machine: 'cp' }, argv: ['/bin/sh', '-c', 'true {{marker}}'] } },
  ],
  match: { contains: 'shell {{marker}}' },
};

test('a command is run with the marker, and its event is found in the log of a Pod by its time', async () => {
  const lab = new TestLab();
  lab.objects = [pod('falco-1', 'falco', { app: 'falco' })];
  lab.runs = () => ({ exit: 0, stdout: '', stderr: '' });
  const [before, later] = [new Date(1_700_000_000_000), new Date(1_700_000_060_000)];
  let text = `${before.toISOString()} shell ${marker}\n`;
  lab.replies = () => ({ status: 200, text });
  expect(await lab.look(alerted)).toMatchObject({ verdict: 'fail', found: '0 of 0 new lines match' });
  text += `${later.toISOString()} shell ${marker}\n`;
  expect(await lab.look(alerted)).toMatchObject({ verdict: 'pass', found: '1 of 1 new lines match' });
  expect(lab.log).toContain(`cp: /bin/sh -c true ${marker}`);
});

test('a program that is not there is no stimulus, and Pods that are not there have no log', async () => {
  const lab = new TestLab();
  lab.objects = [pod('falco-1', 'falco', { app: 'falco' })];
  lab.runs = () => ({ exit: 127, stdout: '', stderr: 'not found' });
  expect(await lab.look(alerted)).toMatchObject({ verdict: 'unknown' });
  lab.objects = [];
  expect(await lab.look(alerted)).toMatchObject({
    verdict: 'fail',
    found: 'no Pods app=falco of Namespace falco are ready',
  });
});
