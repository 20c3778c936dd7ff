import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LabView } from '#contract/lab.ts';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import { QuietLog } from '../testing/quiet-log.ts';
import { spansOf } from './lab-spans.ts';
import { openTraces } from './traces.ts';

const lab = LabView.parse({
  id: 'lab-aaaaaaaa',
  scenario: 'doors',
  attempt: 'att-aaaaaaaaaaaa',
  state: 'failed',
  version: 3,
  createdAt: 1000,
  steps: [
    { id: 'network', title: 'Make the network', at: 1000, phase: 'begin' },
    { id: 'network', title: 'Make the network', at: 1200, phase: 'end', ok: true },
    { id: 'nodes', title: 'Start the nodes', at: 1200, phase: 'begin' },
    { id: 'nodes', title: 'Start the nodes', at: 1900, phase: 'end', ok: false },
  ],
  problem: { code: 'runtime.failed', message: 'No.', remedy: 'Reset.' },
  terminals: [],
  vars: { marker: 'swordfish' },
});

let endpoint: Server;
const received: { path: string; body: string }[] = [];
beforeEach(async () => {
  received.length = 0;
  endpoint = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      received.push({ path: req.url ?? '', body: Buffer.concat(chunks).toString() });
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => void endpoint.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => endpoint.close(resolve)));

test('a start becomes one span for each step, and nothing else does', () => {
  expect(spansOf('ready', lab)).toBeUndefined();
  expect(spansOf('preparing', { ...lab, state: 'preparing' })).toBeUndefined();
  const spans = spansOf('preparing', lab);
  expect(spans?.whole).toMatchObject({ name: 'lab start', from: 1000, to: 1900, ok: false });
  expect(spans?.steps).toMatchObject([
    { name: 'Make the network', from: 1000, to: 1200, ok: true },
    { name: 'Start the nodes', from: 1200, to: 1900, ok: false },
  ]);
});

test('the trace of a start reaches the endpoint, without the values of the attempt', async () => {
  const bus = new LocalEventBus(new QuietLog());
  const { port } = endpoint.address() as AddressInfo;
  const traces = await openTraces(`http://127.0.0.1:${port}/`, '1', bus);
  bus.publish({ type: 'lab.changed', lab: { ...lab, state: 'preparing' } });
  bus.publish({ type: 'lab.changed', lab });
  await traces.close();
  expect(received.map(({ path }) => path)).toEqual(['/v1/traces']);
  expect(received[0]?.body).toContain('Start the nodes');
  expect(received[0]?.body).toContain('lab-aaaaaaaa');
  expect(received[0]?.body).not.toContain('swordfish');
});
