import { describe, expect, test } from 'vitest';
import { fromWeb, shop } from '../../../testing/shop-lab.ts';

const servers = ['10.96.0.10'];

test('a name resolves, does not resolve, or cannot be asked for', async () => {
  const lab = shop();
  const check = { type: 'net.dns', from: fromWeb, name: 'db.orders.svc', expect: 'resolves' };
  expect((await lab.look(check)).verdict).toBe('unknown');
  lab.sees = () => ({ kind: 'dns', outcome: 'resolves', addresses: ['10.96.0.7'], servers, detail: '' });
  expect(await lab.look(check)).toMatchObject({ verdict: 'pass', found: 'resolves to 10.96.0.7' });
  lab.sees = () => ({ kind: 'dns', outcome: 'fails', addresses: [], servers, detail: 'no such name' });
  expect(await lab.look(check)).toMatchObject({ verdict: 'fail', found: 'does not resolve: no such name' });
  expect(await lab.look({ ...check, expect: 'fails' })).toMatchObject({ verdict: 'pass' });
});

describe('a name server that does not answer a Pod', () => {
  const check = { type: 'net.dns', from: fromWeb, name: 'db.orders.svc', expect: 'fails' };
  type Outcome = 'resolves' | 'fails' | 'silent';
  /** What the Pod sees, and what everybody else does. */
  const look = (others: Outcome, more: object = {}) => {
    const lab = shop();
    const asked: unknown[] = [];
    lab.sees = (question, machine) => {
      if (question.kind !== 'dns') throw new Error('no DNS question');
      const { netns, server } = question;
      asked.push([machine, netns, server]);
      const outcome = netns === 'machine' || machine === 'cp' ? others : 'silent';
      return { kind: 'dns', outcome, addresses: [], servers, detail: 'no answer' };
    };
    return { finding: lab.look({ ...check, ...more }), asked };
  };

  test.each(['resolves', 'fails'] as const)(
    'is cut off from it when its machine gets one: %s',
    async (others) => {
      const { finding, asked } = look(others);
      expect(await finding).toMatchObject({
        verdict: 'pass',
        found: 'does not resolve: no answer',
        probe: 'from Pod shop/web-1: DNS question for db.orders.svc; worker gets an answer',
      });
      expect(asked).toEqual([
        ['worker', { podUid: 'uid-web-1' }, undefined],
        ['worker', 'machine', '10.96.0.10'],
      ]);
    },
  );

  test('proves nothing when nobody else gets one', async () => {
    expect(await look('silent').finding).toMatchObject({
      verdict: 'unknown',
      found: 'could not be observed: no answer came, and none comes to worker either',
    });
  });

  test('is compared with the place that the check names', async () => {
    const control = { pod: { namespace: 'orders', labels: { app: 'db' } } };
    const { finding, asked } = look('resolves', { control });
    expect((await finding).verdict).toBe('pass');
    expect(asked.at(-1)).toEqual(['cp', { podUid: 'uid-db-1' }, '10.96.0.10']);
    const gone = { pod: { namespace: 'orders', labels: { app: 'gone' } } };
    expect(await look('resolves', { control: gone }).finding).toMatchObject({
      verdict: 'unknown',
      found: expect.stringContaining('whether the name server answers at all could not be shown'),
    });
  });

  test('is a failure where the name has to resolve', async () => {
    expect((await look('silent', { expect: 'resolves' }).finding).verdict).toBe('fail');
  });

  test('proves nothing of a machine, which has nobody beside it', async () => {
    const lab = shop();
    lab.sees = () => ({ kind: 'dns', outcome: 'silent', addresses: [], servers, detail: 'no answer' });
    expect(await lab.look({ ...check, from: { machine: 'cp' } })).toMatchObject({
      verdict: 'unknown',
      found: expect.stringContaining('the check names no place as a control'),
    });
  });
});
