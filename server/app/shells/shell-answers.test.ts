import { describe, expect, test } from 'vitest';
import { ScriptedPty } from '../../testing/scripted-pty.ts';
import { attached, settled, shell } from '../../testing/trial-shell.ts';

const where = '\u001b[1;1R';

describe('what terminals answer to a program', () => {
  test('is typed once, whichever window is first', async () => {
    const { pty, shell: own } = shell('own');
    const [one, other] = [await attached(own), await attached(own)];
    pty.say('\u001b[6n\u001b[c');
    await settled();
    own.answer(other, { life: 'own', seq: 1, data: where });
    own.answer(one, { life: 'own', seq: 1, data: where });
    own.answer(other, { life: 'own', seq: 1, data: '\u001b[?1;2c' });
    own.answer(one, { life: 'own', seq: 1, data: '\u001b[?1;2c' });
    expect(pty.written).toEqual([where, '\u001b[?1;2c']);
  });

  test('is typed for whoever comes first each time', async () => {
    const { pty, shell: own } = shell('own');
    const [one, other] = [await attached(own), await attached(own)];
    for (const seq of [1, 2]) {
      pty.say('\u001b[6n');
      await settled();
      own.answer(seq === 1 ? one : other, { life: 'own', seq, data: where });
    }
    // Drawn late, as a window in the background does.
    own.answer(other, { life: 'own', seq: 1, data: where });
    own.answer(one, { life: 'own', seq: 2, data: where });
    expect(pty.written).toEqual([where, where]);
  });

  test('is not typed when it was asked before this server heard the shell', async () => {
    const asked = 'vim\u001b[6n';
    const { pty, shell: own } = shell('own', new ScriptedPty(true, 0, asked.length));
    const viewer = await attached(own);
    pty.say(asked);
    await settled();
    own.answer(viewer, { life: 'own', seq: 1, data: where });
    expect(pty.written).toEqual([]);
    pty.say('\u001b[6n');
    await settled();
    own.answer(viewer, { life: 'own', seq: 2, data: where });
    expect(pty.written).toEqual([where]);
  });

  test.each([
    ['another life', { life: 'other', seq: 1 }],
    ['output that was never said', { life: 'own', seq: 99 }],
  ])('is not typed when it is to %s', async (_, at) => {
    const { pty, shell: own } = shell('own');
    const viewer = await attached(own);
    pty.say('\u001b[6n');
    await settled();
    own.answer(viewer, { ...at, data: where });
    expect(pty.written).toEqual([]);
    own.answer(viewer, { life: 'own', seq: 1, data: where });
    expect(pty.written).toEqual([where]);
  });

  test('is not typed into a shell that has ended', async () => {
    const { pty, shell: own } = shell('own');
    const viewer = await attached(own);
    pty.say('\u001b[6n');
    pty.exit(0);
    await settled();
    own.answer(viewer, { life: 'own', seq: 1, data: where });
    expect(pty.written).toEqual([]);
  });
});
