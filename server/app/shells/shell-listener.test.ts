import { describe, expect, test } from 'vitest';
import { CountingIds } from '#adapters/memory/ids.ts';
import { ScriptedPty } from '../../testing/scripted-pty.ts';
import { soon } from '../../testing/soon.ts';
import { settled } from '../../testing/trial-shell.ts';
import { Shell } from './shell.ts';

const ids = new CountingIds();
const size = { cols: 80, rows: 24 };

function shell(): { pty: ScriptedPty; shell: Shell } {
  const pty = new ScriptedPty();
  return { pty, shell: new Shell(ids.shell(), pty, size, () => undefined) };
}

describe('a listener', () => {
  function listening(own: Shell) {
    const heard: string[] = [];
    const stop = own.listen({
      output: (data) => heard.push(`o ${Buffer.from(data).toString()}`),
      input: (data) => heard.push(`i ${data}`),
      resized: ({ cols, rows }) => heard.push(`r ${cols}x${rows}`),
      ended: (exitCode) => heard.push(`end ${exitCode}`),
    });
    return { heard, stop };
  }

  test('hears output, input, sizes that change, and the end, in order', async () => {
    const { pty, shell: own } = shell();
    const { heard } = listening(own);
    pty.say('a');
    await settled();
    own.input('k');
    own.resize(size);
    own.resize({ cols: 100, rows: 30 });
    pty.exit(2);
    await soon(() => expect(heard).toEqual(['o a', 'i k', 'r 100x30', 'end 2']));
  });

  test('does not brake, and hears nothing once it has stopped', async () => {
    const { pty, shell: own } = shell();
    const { heard, stop } = listening(own);
    stop();
    pty.say('a');
    await settled();
    expect(heard).toEqual([]);
    expect(pty.paused).toBe(false);
  });

  test('gets a picture that continues without a gap', async () => {
    const { pty, shell: own } = shell();
    let shown = '';
    own.listen({
      output: (data) => {
        if (shown !== '') shown += String(Buffer.from(data));
      },
      input: () => undefined,
      resized: () => undefined,
      ended: () => undefined,
    });
    for (let line = 0; line < 100; line += 1) pty.say(`before ${line}\r\n`);
    const captured = new Promise<void>((done) => {
      own.capture(({ screen, rest }) => {
        shown = screen + String(rest);
        done();
      });
    });
    for (let line = 0; line < 100; line += 1) pty.say(`after ${line}\r\n`);
    await captured;
    await settled();
    const lines = shown.trimEnd().split('\r\n');
    expect(lines.filter((line) => line.startsWith('before'))).toHaveLength(100);
    expect(lines.filter((line) => line.startsWith('after'))).toHaveLength(100);
    expect(new Set(lines).size).toBe(200);
  });
});
