import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ShellOpened } from '#contract/events.ts';
import { CountingIds } from '#adapters/memory/ids.ts';
import { DrawnViewer } from '../../testing/drawn-viewer.ts';
import { ScriptedPty } from '../../testing/scripted-pty.ts';
import { Shell } from './shell.ts';

const ids = new CountingIds();
const size = { cols: 80, rows: 24 };

function shell(life?: string): { pty: ScriptedPty; shell: Shell; ends: () => number } {
  const pty = new ScriptedPty();
  let ends = 0;
  const made = new Shell(
    ids.shell(),
    pty,
    size,
    () => {
      ends += 1;
    },
    life,
  );
  return { pty, shell: made, ends: () => ends };
}

async function attached(to: Shell, viewer = new DrawnViewer()): Promise<DrawnViewer> {
  await new Promise<void>((done) => {
    to.attach(viewer, size, (opened) => {
      viewer.opened(opened);
      done();
    });
  });
  return viewer;
}

const settled0 = (): Promise<void> => new Promise((done) => setImmediate(done));
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 30));

describe('attaching', () => {
  test('a browser that comes late sees what one sees that was always there', async () => {
    const { pty, shell: own } = shell();
    const early = await attached(own);
    pty.say('\u001b[31mred\u001b[0m one\r\ntwo\r\n');
    await settled();
    const late = await attached(own);
    pty.say('three\r\n');
    await settled();
    expect(await late.lines()).toEqual(['red one', 'two', 'three']);
    expect(await early.lines()).toEqual(await late.lines());
  });

  test('in the middle of a stream nothing is missing and nothing comes twice', async () => {
    const { pty, shell: own } = shell();
    for (let line = 0; line < 200; line += 1) pty.say(`before ${line}\r\n`);
    const pending = attached(own);
    for (let line = 0; line < 200; line += 1) pty.say(`after ${line}\r\n`);
    const viewer = await pending;
    await settled();
    const lines = await viewer.lines();
    const expected = [...Array(200).keys()].flatMap((n) => `before ${n}`);
    expect(lines).toEqual([...expected, ...[...Array(200).keys()].map((n) => `after ${n}`)]);
    expect(viewer.inOrder()).toBe(true);
  });

  test('whenever browsers come and go, each that is there shows the whole', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('say' as const), text: fc.stringMatching(/^[a-z é漢]{0,40}$/) }),
      fc.record({ kind: fc.constantFrom('attach', 'leave', 'wait'), text: fc.constant('') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { pty, shell: own } = shell();
        const always = await attached(own);
        const viewers: Promise<DrawnViewer>[] = [];
        for (const { kind, text } of steps) {
          if (kind === 'say') pty.say(`${text}\r\n`);
          if (kind === 'attach') viewers.push(attached(own));
          if (kind === 'wait') await new Promise((done) => setImmediate(done));
          const last = kind === 'leave' ? await viewers.pop() : undefined;
          if (last) own.detach(last);
        }
        await settled();
        for (const viewer of await Promise.all(viewers)) {
          expect(viewer.inOrder()).toBe(true);
          expect(await viewer.lines()).toEqual(await always.lines());
        }
      }),
      { numRuns: 25 },
    );
  });

  test('the alternate screen of an editor is painted as such', async () => {
    const { pty, shell: own } = shell();
    pty.say('shell\r\n\u001b[?1049h\u001b[Hediting');
    await settled();
    const viewer = await attached(own);
    expect(await viewer.lines()).toEqual(['editing']);
    pty.say('\u001b[?1049l');
    await settled();
    expect(await viewer.lines()).toEqual(['shell']);
  });
});

describe('the brake', () => {
  test('a flood stops at what one browser may owe and goes on when it has drawn', async () => {
    const { pty, shell: own } = shell();
    const viewer = await attached(own);
    const said = await pty.flood(50_000_000);
    expect(said).toBeLessThan(300_000);
    own.drawn(viewer, viewer.bytes);
    expect(pty.paused).toBe(false);
  });

  test('the slowest browser brakes; once it has gone the others decide', async () => {
    const { pty, shell: own } = shell();
    const [slow, fast] = [await attached(own), await attached(own)];
    await pty.flood(50_000_000);
    own.drawn(fast, fast.bytes);
    expect(pty.paused).toBe(true);
    own.detach(slow);
    expect(pty.paused).toBe(false);
  });

  test('without any browser the program goes on', async () => {
    const { pty, shell: own } = shell();
    let said = 0;
    while (said < 3_000_000) {
      said += await pty.flood(3_000_000 - said);
      await new Promise((done) => setImmediate(done));
    }
    await settled();
    expect(pty.paused).toBe(false);
    expect((await attached(own)).openedAt?.screen).toContain('yyyy');
  });
});

describe('the end', () => {
  test('the last words are drawn before the end is told', async () => {
    const { pty, shell: own, ends } = shell();
    const viewer = await attached(own);
    pty.say('a');
    pty.say('b');
    pty.exit(3);
    await settled();
    expect(await viewer.lines()).toEqual(['ab']);
    expect(viewer.exits).toEqual([3]);
    expect(ends()).toBe(1);
  });

  test('nobody attaches to a shell that has ended', async () => {
    const { pty, shell: own } = shell();
    pty.exit(0);
    await expect(attached(own)).rejects.toMatchObject({ code: 'terminal.not-found' });
  });
});

test('the echo of a key is not held back', async () => {
  const { pty, shell: own } = shell();
  const viewer = await attached(own);
  await settled();
  pty.say('k');
  expect(viewer.bytes).toBe(1);
});

test('the last resize wins', async () => {
  const { pty, shell: own } = shell();
  await attached(own);
  own.resize({ cols: 100, rows: 30 });
  expect(pty.sizes.at(-1)).toBe('100x30');
});

describe('a browser that comes back', () => {
  const back = async (to: Shell, seen: { life: string; seq: number }) => {
    const viewer = new DrawnViewer();
    let answer: ShellOpened | undefined;
    await new Promise<void>((done) => {
      to.attach(viewer, { ...size, seen: { shell: to.id, ...seen } }, (opened) => {
        answer = opened;
        done();
      });
    });
    return { viewer, answer };
  };

  test('gets only what it missed', async () => {
    const { pty, shell: own } = shell();
    const first = await attached(own);
    pty.say('one ');
    await settled();
    own.detach(first);
    pty.say('two ');
    await settled();
    pty.say('three');
    await settled();
    const { viewer, answer } = await back(own, { life: first.openedAt?.life ?? '', seq: 1 });
    expect(answer).toMatchObject({ resumed: true, screen: '', seq: 1 });
    expect([viewer.seqs, viewer.bytes]).toEqual([[2, 3], 'two three'.length]);
  });

  test.each([
    ['another life', { life: 'other', seq: 0 }],
    ['a number that was never given', { life: 'own', seq: 99 }],
  ])('with %s gets the screen', async (_, seen) => {
    const { pty, shell: own } = shell('own');
    pty.say('here');
    await settled();
    const { answer } = await back(own, seen);
    expect(answer?.resumed).toBeUndefined();
    expect(answer?.screen).toContain('here');
  });

  test('after more than is kept gets the screen', async () => {
    const { pty, shell: own } = shell('own');
    for (let n = 0; n < 200; n += 1) {
      await pty.flood(8_000);
      await settled0();
    }
    const { answer } = await back(own, { life: 'own', seq: 1 });
    expect(answer?.resumed).toBeUndefined();
    expect(answer?.seq).toBeGreaterThan(1);
  });
});

describe('input', () => {
  const writer = 'abcdefghijklmnop';
  const sit = async (to: Shell) => {
    const accepted: number[] = [];
    const viewer = Object.assign(new DrawnViewer(), {
      accepted: (_: string, seq: number) => accepted.push(seq),
    });
    const opened = await new Promise<ShellOpened>((done) => to.attach(viewer, { ...size, writer }, done));
    return { viewer, accepted, opened };
  };

  test('that comes twice is typed once, and told as it arrives', async () => {
    const { pty, shell: own } = shell();
    const { viewer, accepted } = await sit(own);
    pty.deaf = true;
    own.input('a', { viewer, seq: 1 });
    own.input('a', { viewer, seq: 1 });
    own.input('b', { viewer, seq: 2 });
    expect([pty.written, accepted]).toEqual([['a', 'b'], []]);
    pty.accept({ writer, seq: 99 });
    expect(accepted).toEqual([2]);
    expect((await sit(own)).opened.accepted).toBe(2);
  });

  test('without a number is typed as it comes', async () => {
    const { pty, shell: own } = shell();
    const { viewer } = await sit(own);
    own.input('a', { viewer, seq: undefined });
    own.input('a');
    expect(pty.written).toEqual(['a', 'a']);
  });

  test('passes while output is braked', async () => {
    const { pty, shell: own } = shell();
    const { viewer } = await sit(own);
    await pty.flood(50_000_000);
    expect(pty.paused).toBe(true);
    own.input('\u0003', { viewer, seq: 1 });
    expect(pty.written).toEqual(['\u0003']);
  });

  test('that nobody reads is refused at some point, and taken again afterwards', async () => {
    const { pty, shell: own } = shell();
    const { viewer } = await sit(own);
    pty.deaf = true;
    let seq = 0;
    const type = () => own.input('x'.repeat(10_000), { viewer, seq: ++seq });
    expect(() => {
      for (let n = 0; n < 100; n += 1) type();
    }).toThrow('does not read');
    expect(pty.written.length).toBeLessThan(60);
    pty.accept({ writer, seq });
    type();
    expect(pty.places.at(-1)).toEqual({ writer, seq });
  });
});

test('a snapshot is what a later server needs to show the same', async () => {
  const pty = new ScriptedPty(true);
  const own = new Shell(ids.shell(), pty, size, () => undefined);
  pty.say('\u001b]2;title\u0007one\r\n\u001b[?1049h\u001b[Hediting \u001b[3');
  const snapshot = await own.snapshot();
  expect(snapshot).toMatchObject({ offset: pty.said, cols: 80, rows: 24 });
  const next = new ScriptedPty(true, pty.said);
  const again = new Shell(own.id, next, size, () => undefined, 'next', snapshot);
  next.say('1mred');
  await settled();
  const viewer = await attached(again);
  expect(await viewer.lines()).toEqual(['editing red']);
  expect(viewer.openedAt?.screen).toContain('title');
});

test('a server that missed some output begins with a whole line', async () => {
  const pty = new ScriptedPty(true, 500);
  const own = new Shell(ids.shell(), pty, size, () => undefined, 'next');
  pty.say('1mtorn\r\nwhole');
  await settled();
  expect(await (await attached(own)).lines()).toEqual(['whole']);
});
