import { expect, test } from 'vitest';
import { LeafCheck } from '#contract/scenario/checks.ts';
import { foreseenProbes } from './foreseen-probes.ts';

const here = { namespace: 'shop', labels: { app: 'blog' } };
const there = { namespace: 'lobby', labels: {} };
const to = { machine: 'cp', port: 80 };
const call = { say: 'call it', http: { from: { probe: here }, url: 'http://web/' } };

test.each<[string, object, object[]]>([
  [
    'from where it calls, and its control',
    { type: 'net.connect', from: { probe: here }, control: { probe: there }, to, expect: 'blocked' },
    [here, there],
  ],
  [
    'neither of a Pod nor of a machine',
    { type: 'net.connect', from: { machine: 'cp' }, to, expect: 'open' },
    [],
  ],
  [
    'what it does while it captures',
    { type: 'net.wire', on: 'cp', ports: [80], during: call, expect: 'marker-absent' },
    [here],
  ],
  [
    'what it does to be logged',
    {
      type: 'log.events',
      log: { on: 'cp', path: '/var/log/audit.log' },
      format: 'text',
      stimulate: [{ say: 'list', api: { path: '/api' } }, call],
      match: { contains: '{{marker}}' },
    },
    [here],
  ],
])('%s', (_, fields, probes) => {
  const check = LeafCheck.parse({ id: 'c', title: 'C', ...fields });
  expect(foreseenProbes(check)).toEqual(probes);
});
