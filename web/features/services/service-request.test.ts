import { expect, test } from 'vitest';
import { OpenService } from '#contract/services.ts';
import { type Asked, requestOf } from './service-request.ts';

const asked: Asked = {
  kind: 'machine',
  machine: 'cp',
  namespace: 'shop',
  name: ' web ',
  port: '30080',
  scheme: 'http',
  host: '',
};
const isOne = (to: Partial<Asked>): boolean => OpenService.safeParse(requestOf({ ...asked, ...to })).success;

test('fields make a request of the contract', () => {
  expect(requestOf(asked)).toEqual({
    target: { kind: 'machine', machine: 'cp', port: 30080 },
    scheme: 'http',
  });
  expect(requestOf({ ...asked, kind: 'service', host: ' a.example ' })).toEqual({
    target: { kind: 'service', namespace: 'shop', name: 'web', port: 30080 },
    scheme: 'http',
    host: 'a.example',
  });
});

test.each([
  ['complete', {}, true],
  ['without a port', { port: '' }, false],
  ['with words for a port', { port: 'http' }, false],
  ['with a part of a port', { port: '80.5' }, false],
  ['for a Pod without a name', { kind: 'pod', name: '' }, false],
  ['with a host that is none', { host: 'a b' }, false],
] as const)('a request %s is one: %s', (_what, to, one) => {
  expect(isOne(to)).toBe(one);
});
