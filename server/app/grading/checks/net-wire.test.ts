import { expect, test } from 'vitest';
import type { Question } from '#contract/observer.ts';
import { pod, TestLab } from '../../../testing/test-lab.ts';

const check = {
  type: 'net.wire',
  on: 'cp',
  ports: ['8443'],
  during: {
    say: 'ask front for the receipt',
    http: { from: { pod: { namespace: 'shop', labels: { app: 'web' } } }, url: 'http://front/{{marker}}' },
  },
  expect: 'marker-absent',
  minPackets: 5,
};

interface Seen {
  packets: number;
  marked?: boolean;
  dropped?: number;
}

function capturing({ packets, marked = false, dropped = 0 }: Seen): { lab: TestLab; asked: Question[] } {
  const lab = new TestLab();
  const asked: Question[] = [];
  lab.objects = [pod('web-1', 'shop', { app: 'web' })];
  lab.sees = (question) => {
    asked.push(question);
    return question.kind === 'capture'
      ? { kind: 'capture', packets, marked, dropped }
      : { kind: 'http', outcome: 'answered', status: 200, body: '', detail: '' };
  };
  return { lab, asked };
}

test('packets without the marker pass, and the marker is what was sent', async () => {
  const { lab, asked } = capturing({ packets: 9 });
  expect(await lab.look(check)).toMatchObject({
    verdict: 'pass',
    found: 'what was sent is not in clear text (9 packets)',
    probe: 'on cp: a capture of the packets during: ask front for the receipt',
  });
  expect(asked).toContainEqual(
    expect.objectContaining({ kind: 'capture', marker: 'probeaaaaaaaaaaaa', ports: [8443], timeoutMs: 4000 }),
  );
  expect(asked).toContainEqual(expect.objectContaining({ url: 'http://front/probeaaaaaaaaaaaa' }));
});

test('a marker in clear text fails, or passes where it is wanted', async () => {
  const { lab } = capturing({ packets: 1, marked: true, dropped: 3 });
  expect((await lab.look(check)).verdict).toBe('fail');
  expect((await lab.look({ ...check, expect: 'marker-present' })).verdict).toBe('pass');
  expect((await capturing({ packets: 9 }).lab.look({ ...check, expect: 'marker-present' })).verdict).toBe(
    'fail',
  );
});

test('silence proves nothing, and neither do lost packets', async () => {
  expect(await capturing({ packets: 4 }).lab.look(check)).toMatchObject({
    verdict: 'unknown',
    found: 'could not be observed: only 4 packets were seen, at least 5 are needed',
  });
  expect((await capturing({ packets: 9, dropped: 1 }).lab.look(check)).verdict).toBe('unknown');
});

test('without a capture or without anything sent nothing is known; a Pod that is gone is a finding', async () => {
  const { lab } = capturing({ packets: 9 });
  const sees = lab.sees;
  for (const blind of ['capture', 'http']) {
    lab.sees = (question, machine) =>
      question.kind === blind ? { kind: 'unknown', reason: 'no' } : sees(question, machine);
    expect((await lab.look(check)).verdict).toBe('unknown');
  }
  lab.objects = [];
  expect(await lab.look(check)).toMatchObject({
    verdict: 'fail',
    found: 'there are no Pods app=web of Namespace shop',
  });
});
