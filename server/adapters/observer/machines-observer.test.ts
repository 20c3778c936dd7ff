import { describe, expect, test } from 'vitest';
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
  new MachinesObserver({ exec: async (_lab, machine, argv, options) => exec(machine, argv, options) });
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

describe('connections that are tried at the same time', () => {
  const connect = (port: number) =>
    ({ kind: 'connect', netns: 'machine', host: 'a', port, timeoutMs: 100 * port }) as const;
  const opened = (detail: string) => ({ kind: 'connect', outcome: 'open', detail, tookMs: 1 }) as const;
  const linesOf = (stdin = '') =>
    stdin
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; question: { port: number } });

  test('share one process beside each machine, and each has its own answer, in whatever order they come', async () => {
    const runs: [string, readonly string[], number, number][] = [];
    const observer = observing((machine, argv, { stdin, timeoutMs }) => {
      const asked = linesOf(stdin);
      runs.push([machine, argv, asked.length, timeoutMs]);
      const told = asked.map(({ id, question: { port } }) =>
        JSON.stringify({ id, answer: opened(`${machine} ${port}`) }),
      );
      return said(`${told.toReversed().join('\n')}\n`);
    });
    const got = await Promise.all([
      observer.ask(lab, 'cp', connect(1), unstopped),
      observer.ask(lab, 'worker', connect(2), unstopped),
      observer.ask(lab, 'cp', connect(3), unstopped),
    ]);
    expect(got.map((answer) => 'detail' in answer && answer.detail)).toEqual([
      'observer-cp 1',
      'observer-worker 2',
      'observer-cp 3',
    ]);
    expect(runs).toEqual([
      ['observer-cp', ['/observer', 'serve'], 2, 10_300],
      ['observer-worker', ['/observer', 'serve'], 1, 10_200],
    ]);
  });

  test('are at most sixteen for one process', async () => {
    const sizes: number[] = [];
    const observer = observing((_machine, _argv, { stdin }) => {
      const asked = linesOf(stdin);
      sizes.push(asked.length);
      return said(asked.map(({ id }) => JSON.stringify({ id, answer: opened('') })).join('\n'));
    });
    await Promise.all(Array.from({ length: 40 }, () => observer.ask(lab, 'cp', connect(1), unstopped)));
    expect(sizes).toEqual([16, 16, 8]);
  });

  test.each<[string, ExecResult]>([
    ['no JSON', said('panic')],
    ['an answer to nobody', said('{"id":7,"answer":{"kind":"unknown","reason":"x"}}')],
    ['a field too many', said('{"id":0,"answer":{"kind":"connect","outcome":"open","pass":true}}')],
    ['a process that was killed', { exit: 137, stdout: '', stderr: '' }],
  ])('are unknown when there is %s', async (_, result) => {
    const answer = await observing(() => result).ask(lab, 'cp', connect(1), unstopped);
    expect(answer.kind).toBe('unknown');
  });

  test('go on for the others when one is given up, and end with the last of them', async () => {
    const begun = Promise.withResolvers<AbortSignal>();
    const [first, second] = [new AbortController(), new AbortController()];
    const observer = observing(
      (_machine, _argv, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          begun.resolve(signal);
        }),
    );
    const asked = [first, second].map(({ signal }) => observer.ask(lab, 'cp', connect(1), signal));
    const running = await begun.promise;
    first.abort(new Error('enough'));
    await expect(asked[0]).rejects.toThrow('enough');
    expect(running.aborted).toBe(false);
    second.abort(new Error('enough'));
    await expect(asked[1]).rejects.toThrow('enough');
    expect(running.aborted).toBe(true);
  });
});
