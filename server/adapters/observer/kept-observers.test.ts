import { expect, test } from 'vitest';
import { LabId } from '#contract/ids.ts';
import type { Answer, Question } from '#contract/observer.ts';
import type { LineTalk } from '#ports/line-talks.ts';
import { KeptObservers } from './kept-observers.ts';

const lab = LabId.parse('lab-aaaaaaaa');
const other = LabId.parse('lab-bbbbbbbb');
const unstopped = new AbortController().signal;
const processes = (name: string) => ({ kind: 'processes', name }) as const;
const running = (name: string): Answer<ReturnType<typeof processes>> => ({
  kind: 'processes',
  processes: [{ pid: 7, argv: [name], uid: 0 }],
});

interface Asked {
  readonly id: number;
  readonly question: { readonly name: string };
}

/** A program that says what a test makes it say. */
class Program implements LineTalk {
  readonly asked: Asked[] = [];
  isClosed = false;
  private readonly stream = new TransformStream<string>();
  private readonly writer = this.stream.writable.getWriter();
  private onAsked = Promise.withResolvers<void>();

  get lines(): AsyncIterable<string> {
    return this.stream.readable.values();
  }

  async say(line: string): Promise<void> {
    this.asked.push(JSON.parse(line) as Asked);
    this.onAsked.resolve();
    this.onAsked = Promise.withResolvers();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.end();
  }

  /** Resolves when so many questions have come. */
  async heard(count: number): Promise<void> {
    while (this.asked.length < count) await this.onAsked.promise;
  }

  tell(line: object | string): void {
    const text = typeof line === 'string' ? line : JSON.stringify(line);
    // Nobody reads on after a line that is none.
    this.writer.write(text).catch(() => undefined);
  }

  answer({ id, question: { name } }: Asked): void {
    this.tell({ id, answer: running(name) });
  }

  async end(): Promise<void> {
    await this.writer.close().catch(() => undefined);
  }
}

/** Observers of which each kept program is seen by the test; those asked one by one answer `alone`. */
function watched(patience?: (question: Question) => number) {
  const programs = new Map<string, Program>();
  const alone: string[] = [];
  const keep = (of: LabId) =>
    new KeptObservers({
      lab: of,
      talks: {
        open: async (where, machine, argv) => {
          const program = new Program();
          programs.set(`${where} ${machine} ${argv.join(' ')}`, program);
          return program;
        },
      },
      oneByOne: {
        ask: async (_lab, _machine, question) => {
          if (question.kind === 'processes') alone.push(question.name);
          return running('alone') as never;
        },
      },
      ...(patience && { patience }),
    });
  const beside = async (machine: string, of = lab): Promise<Program> => {
    const key = `${of} observer-${machine} /observer serve`;
    await expect.poll(() => programs.has(key), { interval: 1 }).toBe(true);
    return programs.get(key) as Program;
  };
  return { programs, alone, keep, beside };
}

test('one program beside each machine answers everything, in whatever order', async () => {
  const { keep, beside, programs, alone } = watched();
  const observer = keep(lab);
  const asked = [
    observer.ask(lab, 'cp', processes('a'), unstopped),
    observer.ask(lab, 'cp', processes('b'), unstopped),
    observer.ask(lab, 'worker', processes('c'), unstopped),
  ];
  const [cp, worker] = [await beside('cp'), await beside('worker')];
  await Promise.all([cp.heard(2), worker.heard(1)]);
  for (const one of [...cp.asked.toReversed(), ...worker.asked])
    (one.question.name === 'c' ? worker : cp).answer(one);
  expect(await Promise.all(asked)).toEqual(['a', 'b', 'c'].map(running));
  expect([programs.size, alone]).toEqual([2, []]);
});

test('when the program ends, what it has not answered and all that follows is asked one by one', async () => {
  const { keep, beside, alone } = watched();
  const observer = keep(lab);
  const asked = ['a', 'b'].map((name) => observer.ask(lab, 'cp', processes(name), unstopped));
  const cp = await beside('cp');
  await cp.heard(2);
  cp.answer(cp.asked[0] as Asked);
  await cp.end();
  expect(await Promise.all(asked)).toEqual([running('a'), running('alone')]);
  await observer.ask(lab, 'cp', processes('c'), unstopped);
  expect(alone).toEqual(['b', 'c']);
});

test.each<[string, (id: number) => object | string]>([
  ['no JSON', () => 'panic'],
  ['an answer to a question that nobody asked', (id) => ({ id: id + 1, answer: running('forged') })],
  ['a field too many', (id) => ({ id, answer: running('forged'), verdict: 'pass' })],
  ['no number', () => ({ answer: running('forged') })],
])('whoever says %s is not believed any more', async (_, line) => {
  const { keep, beside, alone } = watched();
  const observer = keep(lab);
  const asked = observer.ask(lab, 'cp', processes('a'), unstopped);
  const cp = await beside('cp');
  await cp.heard(1);
  const { id } = cp.asked[0] as Asked;
  cp.tell(line(id));
  cp.tell({ id, answer: running('forged') });
  expect(await asked).toEqual(running('alone'));
  expect([alone, cp.isClosed]).toEqual([['a'], true]);
});

test('a second answer to a question ends the talk', async () => {
  const { keep, beside, alone } = watched();
  const observer = keep(lab);
  const first = observer.ask(lab, 'cp', processes('a'), unstopped);
  const cp = await beside('cp');
  await cp.heard(1);
  cp.answer(cp.asked[0] as Asked);
  await first;
  const second = observer.ask(lab, 'cp', processes('b'), unstopped);
  await cp.heard(2);
  cp.answer(cp.asked[0] as Asked);
  expect(await second).toEqual(running('alone'));
  expect(alone).toEqual(['b']);
});

test('numbers of questions do not follow from one another', async () => {
  const { keep, beside } = watched();
  const observer = keep(lab);
  const asked = ['a', 'b', 'c'].map((name) => observer.ask(lab, 'cp', processes(name), unstopped));
  const cp = await beside('cp');
  await cp.heard(3);
  const [a = 0, b = 0, c = 0] = cp.asked.map(({ id }) => id);
  expect(new Set([b - a, c - b, 1]).size).toBe(3);
  cp.asked.forEach((one) => cp.answer(one));
  await Promise.all(asked);
});

test('what answers another question is unknown, never a finding', async () => {
  const { keep, beside } = watched();
  const asked = keep(lab).ask(lab, 'cp', processes('a'), unstopped);
  const cp = await beside('cp');
  await cp.heard(1);
  cp.tell({ id: cp.asked[0]?.id ?? 0, answer: { kind: 'listeners', sockets: [] } });
  expect(await asked).toMatchObject({ kind: 'unknown' });
});

test('a program that does not answer in time is not asked again', async () => {
  const { keep, beside, alone } = watched(({ kind }) => (kind === 'processes' ? 60_000 : 1));
  const observer = keep(lab);
  const patient = observer.ask(lab, 'cp', processes('a'), unstopped);
  const hasty = await observer.ask(lab, 'cp', { kind: 'listeners', netns: 'machine' }, unstopped);
  expect(hasty).toEqual({ kind: 'unknown', reason: 'The observer of cp gave no answer in time.' });
  expect(await patient).toEqual(running('alone'));
  expect([alone, (await beside('cp')).isClosed]).toEqual([['a'], true]);
});

test('an abort throws, and the answer that comes nevertheless disturbs nobody', async () => {
  const { keep, beside, alone } = watched();
  const observer = keep(lab);
  const stop = new AbortController();
  const given = observer.ask(lab, 'cp', processes('a'), stop.signal);
  const cp = await beside('cp');
  await cp.heard(1);
  stop.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  cp.answer(cp.asked[0] as Asked);
  const next = observer.ask(lab, 'cp', processes('b'), unstopped);
  await cp.heard(2);
  cp.answer(cp.asked[1] as Asked);
  expect([await next, alone]).toEqual([running('b'), []]);
});

test('at most twenty-four questions are open at once', async () => {
  const { keep, beside } = watched();
  const observer = keep(lab);
  const asked = Array.from({ length: 30 }, (_, i) => observer.ask(lab, 'cp', processes(`p${i}`), unstopped));
  const cp = await beside('cp');
  await cp.heard(24);
  expect(cp.asked).toHaveLength(24);
  cp.asked.slice(0, 6).forEach((one) => cp.answer(one));
  await cp.heard(30);
  cp.asked.slice(6).forEach((one) => cp.answer(one));
  expect(await Promise.all(asked)).toHaveLength(30);
});

test('two gradings in two labs have programs of their own, and the end of one is not that of the other', async () => {
  const { keep, beside, alone } = watched();
  const [mine, theirs] = [keep(lab), keep(other)];
  const asked = [
    mine.ask(lab, 'cp', processes('a'), unstopped),
    theirs.ask(other, 'cp', processes('b'), unstopped),
  ];
  const [here, there] = [await beside('cp'), await beside('cp', other)];
  await Promise.all([here.heard(1), there.heard(1)]);
  await mine.close();
  there.answer(there.asked[0] as Asked);
  expect(await Promise.all(asked)).toEqual([running('alone'), running('b')]);
  expect([alone, here.isClosed, there.isClosed]).toEqual([['a'], true, false]);
});

test('a program that cannot be started leaves the questions to those who are asked one by one', async () => {
  const observer = new KeptObservers({
    lab,
    talks: { open: async () => Promise.reject(new Error('no such machine')) },
    oneByOne: { ask: async () => running('alone') as never },
  });
  expect(await observer.ask(lab, 'cp', processes('a'), unstopped)).toEqual(running('alone'));
  await observer.close();
});

test('after the end programs are neither asked nor started', async () => {
  const { keep, alone, programs } = watched();
  const observer = keep(lab);
  await observer.close();
  await observer.close();
  await observer.ask(lab, 'cp', processes('a'), unstopped);
  expect([alone, programs.size]).toEqual([['a'], 0]);
});
