import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DrawnViewer } from '../../testing/drawn-viewer.ts';
import { attached, settled, shell, size } from '../../testing/trial-shell.ts';

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

test('who did not say the last size is told of it, once', async () => {
  const { pty, shell: own } = shell();
  const wide = { cols: 120, rows: 40 };
  const first = await attached(own);
  const second = await attached(own, new DrawnViewer(120, 40), wide);
  expect([first.sizes, second.sizes]).toEqual([['120x40'], []]);
  own.resize(size, first);
  own.resize(size, first);
  expect([first.sizes, second.sizes]).toEqual([['120x40'], ['80x24']]);
  pty.say('\r\n'.repeat(30));
  await settled();
  expect([pty.sizes.at(-1), own.size]).toEqual(['80x24', size]);
  // It comes back as it was, and the size of the shell is that again.
  await attached(own, second, wide);
  expect([first.sizes, second.sizes]).toEqual([['120x40', '120x40'], ['80x24']]);
});

test('a size that changes while a screen is on its way follows the screen', async () => {
  const { pty, shell: own } = shell();
  const [early, late] = [new DrawnViewer(), new DrawnViewer(120, 40)];
  pty.say('something to draw');
  const came = attached(own, early);
  own.attach(late, { cols: 120, rows: 40 }, late.opened);
  await came;
  expect(early.sizes).toEqual(['120x40']);
});
