import { describe, expect, test } from 'vitest';
import type { ShellOpened } from '#contract/events.ts';
import { DrawnViewer } from '../../testing/drawn-viewer.ts';
import { ScriptedPty } from '../../testing/scripted-pty.ts';
import { Shell } from './shell.ts';
import { attached, ids, settled, shell, size, turn } from '../../testing/trial-shell.ts';

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
      await turn();
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
