import { expect, test } from 'vitest';
import { isInsideCluster } from './inside-cluster.ts';

test.each([
  ['10.96.0.1', 'service', true],
  ['10.244.1.17', 'pod', true],
  ['10.244.1.17', 'service', false],
  ['10.96.0.1', 'pod', false],
  ['127.0.0.1', 'pod', false],
  ['169.254.169.254', 'pod', false],
  ['172.17.0.1', 'pod', false],
  ['10.97.0.1', 'service', false],
  ['10.96.0.300', 'service', false],
  ['010.96.0.1', 'service', false],
  ['10.96.1', 'service', false],
  ['::ffff:10.96.0.1', 'service', false],
  ['None', 'service', false],
  ['', 'service', false],
] as const)('%s as the address of a %s: %s', (address, what, inside) => {
  expect(isInsideCluster(address, what)).toBe(inside);
});
