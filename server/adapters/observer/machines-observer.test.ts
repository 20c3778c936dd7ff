import { expect, test } from 'vitest';
import { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { ExecOptions, ExecResult } from '#ports/machines.ts';
import { MachinesObserver } from './machines-observer.ts';

const lab = LabId.parse('lab-aaaaaaaa');
const unstopped = new AbortController().signal;
const question = { kind: 'processes', name: 'etcd' } as const;

type Exec = (
  machine: string,
  argv: readonly string[],
  options: ExecOptions,
) => ExecResult | Promise<ExecResult>;

const observing = (exec: Exec): MachinesObserver =>
  new MachinesObserver(
    { exec: async (_lab, machine, argv, options) => exec(machine, argv, options) },
    { open: () => Promise.reject(new Error('nobody stands ready')) },
  );
const said = (stdout: string): ExecResult => ({ exit: 0, stdout, stderr: '' });

test('the question goes to the machine beside, and its answer comes back parsed', async () => {
  const answer = { kind: 'processes', processes: [{ pid: 7, argv: ['etcd'], uid: 0 }] };
  const observer = observing((machine, argv, { stdin }) => {
    expect([machine, argv, JSON.parse(stdin ?? '')]).toEqual(['observer-cp', ['/observer', 'ask'], question]);
    return said(JSON.stringify(answer));
  });
  expect(await observer.ask(lab, 'cp', question, unstopped)).toEqual(answer);
});

test('what the observer could not see stays unknown with its reason', async () => {
  const observer = observing(() => said('{"kind":"unknown","reason":"no such Pod"}'));
  expect(await observer.ask(lab, 'cp', question, unstopped)).toEqual({
    kind: 'unknown',
    reason: 'no such Pod',
  });
});

test.each([
  ['no JSON', said('panic')],
  ['the answer to another question', said('{"kind":"listeners","sockets":[]}')],
  ['a field too many', said('{"kind":"processes","processes":[],"verdict":"pass"}')],
  ['a failed run', { exit: 1, stdout: '', stderr: 'out of memory' }],
])('%s is unknown, never a finding', async (_name, result) => {
  const answer = await observing(() => result).ask(lab, 'cp', question, unstopped);
  expect(answer.kind).toBe('unknown');
});

test('a machine that cannot be reached is unknown, and the reason says why', async () => {
  const observer = observing(() => {
    throw new Fault('engine.refused', 'There is no such machine.', { remedy: 'Reset the lab.' });
  });
  const answer = await observer.ask(lab, 'cp', question, unstopped);
  expect(answer).toEqual({
    kind: 'unknown',
    reason: 'The observer of cp could not be asked: There is no such machine.',
  });
});

test('an abort throws, also while the question waits for its turn', async () => {
  const stop = new AbortController();
  const observer = observing(
    (_machine, _argv, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const asked = Array.from({ length: 9 }, () => observer.ask(lab, 'cp', question, stop.signal));
  stop.abort(new Error('enough'));
  for (const result of await Promise.allSettled(asked)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { message: 'enough' } });
  }
});

test('a lab never has more than six questions open', async () => {
  let [open, most] = [0, 0];
  const observer = observing(async () => {
    most = Math.max(most, ++open);
    await Promise.resolve();
    open -= 1;
    return said('{"kind":"processes","processes":[]}');
  });
  await Promise.all(Array.from({ length: 40 }, () => observer.ask(lab, 'cp', question, unstopped)));
  expect(most).toBe(6);
});
