import { describe, expect, test } from 'vitest';
import type { ShellOpened, Ack } from '#contract/events.ts';
import type { ShellId } from '#contract/ids.ts';
import { OutputLine } from './output-line.ts';
import { ScriptedTerminals } from '../testing/scripted-pty.ts';
import { ServerWorld } from '../testing/server-world.ts';

const shell = 'sh-aaaaaaaaaaaa' as ShellId;

/** A line of which a test decides when something has left. */
function line(): {
  output: OutputLine;
  written: () => number;
  heads: readonly string[];
  leave: () => void;
  stuck: () => number;
} {
  const waiting: (() => void)[] = [];
  const heads: string[] = [];
  let [written, stuck] = [0, 0];
  const conn = {
    write: (_: string, options: { wsPreEncodedFrame: [Buffer, Uint8Array?] }, sent?: () => void) => {
      const [head, data] = options.wsPreEncodedFrame;
      heads.push(head.toString('latin1'));
      written += data?.byteLength ?? 0;
      if (sent !== undefined) waiting.push(sent);
    },
  };
  const socket = { connected: true, nsp: { name: '/terminal' }, conn };
  const output = new OutputLine(socket as never, () => (stuck += 1));
  const leave = (): void => waiting.splice(0).forEach((sent) => sent());
  return { output, written: () => written, heads, leave, stuck: () => stuck };
}

describe('output to one browser', () => {
  test('arrives as it is, whatever its length', async () => {
    const terminals = new ScriptedTerminals();
    const world = new ServerWorld();
    world.terminals = terminals;
    await world.open();
    try {
      await world.enter();
      const lab = await world.startLab();
      const socket = world.socket('/terminal');
      const request = { lab: lab.id, terminal: 'workstation', cols: 80, rows: 24 };
      const answer = (await socket.timeout(30_000).emitWithAck('shell.open', request)) as Ack<ShellOpened>;
      if (!answer.ok) throw new Error('not opened');
      const lengths = [1, 125, 126, 65_535, 65_536, 70_000];
      let [seq, last] = [answer.value.seq, Buffer.alloc(0)];
      for (const [at, length] of lengths.entries()) {
        const heard = new Promise<unknown[]>((done) => {
          socket.once('shell.output', (...values: unknown[]) => done(values));
        });
        last = Buffer.alloc(length, `${at}`);
        terminals.opened[0]?.say(last);
        const [id, number, data] = await heard;
        expect([id, number]).toEqual([answer.value.shell, (seq += 1)]);
        expect(Buffer.compare(Buffer.from(data as Uint8Array), last)).toBe(0);
        socket.emit('shell.drawn', { shell: answer.value.shell, bytes: length });
      }
    } finally {
      await world.close();
    }
  });

  test('is one write for both messages of an event', () => {
    const { output, heads } = line();
    output.send('shell.output', [shell, 1], Buffer.from('x'));
    expect(heads).toHaveLength(1);
  });

  test('takes what was accepted in the same turn with it; without output that is told when the turn is over', async () => {
    const { output, heads } = line();
    output.tell('shell.accepted', shell, 7);
    output.send('shell.output', [shell, 1], Buffer.from('x'));
    await new Promise((done) => setImmediate(done));
    expect(heads).toHaveLength(1);
    expect(heads[0]).toMatch(/42\/terminal,\["shell\.accepted","sh-aaaaaaaaaaaa",7\].*451-\/terminal,/s);
    output.tell('shell.accepted', shell, 8);
    output.tell('shell.accepted', shell, 9);
    expect(heads).toHaveLength(1);
    await new Promise((done) => setImmediate(done));
    expect(heads).toHaveLength(2);
    expect(heads[1]).toMatch(/,8\].*,9\]/s);
  });

  test('never waits without bounds for a browser that claims to have drawn what it never took', () => {
    const { output, written, stuck } = line();
    const piece = Buffer.alloc(64 * 1024);
    for (let n = 1; n <= 100; n += 1) output.send('shell.output', [shell, n], piece);
    expect(written()).toBeLessThanOrEqual(1024 * 1024 + piece.length);
    expect(stuck()).toBeGreaterThan(0);
  });

  test('of one shell does not count for another, and what has left does not count', () => {
    const { output, leave, stuck } = line();
    const piece = Buffer.alloc(1024 * 1024);
    for (let n = 1; n <= 20; n += 1) {
      output.send('shell.output', [`sh-aaaaaaaaaa${n + 10}` as ShellId, 1], piece);
      output.send('shell.output', [shell, n], piece);
      leave();
    }
    expect(stuck()).toBe(0);
  });
});
