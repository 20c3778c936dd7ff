import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { Ack, ShellOpened } from '#contract/events.ts';
import { type Contender, type Line, within } from './contender.ts';
import { nodeFlags } from '../../server/cli/node-flags.ts';

const Started = z.object({ origin: z.string(), cookie: z.string(), lab: z.string() });
type Started = z.infer<typeof Started>;

/** Bytes after which a page says that it has drawn them. */
const drawnBatch = 32_768;

export interface Ours extends Contender {
  /** The lab that the server shows; its workstation must exist before the first line. */
  readonly lab: string;
}

export interface OursOptions {
  readonly owner: string;
  /** The shellkeeper's file; without one, shells are those of `docker exec`. */
  readonly keeper: string;
  /** Flags of Node for the server, such as `--cpu-prof`. */
  readonly flags: readonly string[];
}

/** This platform: a page's socket, the server, the shell. */
export async function ours(name: string, { owner, keeper, flags }: OursOptions): Promise<Ours> {
  const child = fork(join(import.meta.dirname, 'server.ts'), [owner, keeper], {
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: [...nodeFlags, ...flags],
  });
  const [message] = await within(30_000, 'the start of the server', once(child, 'message'));
  const started = Started.parse(message);
  const left = once(child, 'exit');
  let opened = 0;
  return {
    name,
    lab: started.lab,
    pid: child.pid,
    open: () => open(started, ++opened),
    close: async () => {
      // It leaves by itself, so that a profile is written; SIGKILL follows where it does not.
      if (child.connected) child.disconnect();
      await within(10_000, 'the end of the server', left).catch(() => undefined);
      await ended(child);
    },
  };
}

async function open({ origin, cookie, lab }: Started, number: number): Promise<Line> {
  const socket: Socket = io(`${origin}/terminal`, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie, origin },
  });
  let listener: (bytes: number, text: string) => void = () => undefined;
  let drawn = 0;
  let shell = '';
  socket.on('shell.output', (_: string, __: number, data: Uint8Array) => {
    const text = Buffer.from(data).toString('latin1');
    listener(data.byteLength, text);
    drawn += data.byteLength;
    if (drawn < drawnBatch) return;
    socket.emit('shell.drawn', { shell, bytes: drawn });
    drawn = 0;
  });
  // One terminal of the lab, and as many shells on it as are asked for.
  const request = { lab, terminal: 'workstation', number, cols: 120, rows: 40, writer: 'abcdefghijklmnop' };
  const answer = (await socket.timeout(30_000).emitWithAck('shell.open', request)) as Ack<ShellOpened>;
  if (!answer.ok) throw new Error(answer.problem.message);
  shell = answer.value.shell;
  let seq = 0;
  return {
    write: (data) => void socket.emit('shell.input', { shell, data, seq: ++seq }),
    onData: (next) => (listener = next),
    close: () => {
      // A server that is gone answers nothing, and the client would look for it for ever.
      socket.timeout(2_000).emit('shell.close', { shell }, () => socket.disconnect());
    },
  };
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
