import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { type Contender, type Line, within } from './contender.ts';
import { ended } from './ours.ts';

type Hear = (bytes: number, text: string) => void;
const size = { columns: 120, rows: 40 };
const intoContainer = (container: string): string[] => [
  'docker',
  'exec',
  '-i',
  '-t',
  '-u',
  'learner',
  '-e',
  'TERM=xterm-256color',
  container,
  '/bin/bash',
  '--login',
];

/** ttyd from Debian, unpacked into `dir` with the libraries that it was built for. */
export async function ttyd(dir: string, container: string, port: number): Promise<Contender> {
  const libraries = join(dir, 'usr/lib/x86_64-linux-gnu');
  const program = [
    join(libraries, 'ld-linux-x86-64.so.2'),
    '--library-path',
    libraries,
    join(dir, 'usr/bin/ttyd'),
  ];
  const args = ['-i', '127.0.0.1', '-p', String(port), '-W', '-d', '3', ...intoContainer(container)];
  const child = spawn(program[0] ?? '', [...program.slice(1), ...args], {
    stdio: 'ignore',
    // Its event loop is a plugin, which it looks for along this path.
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  });
  await answers(port, child);
  return { name: 'ttyd', pid: child.pid, open: () => ttydLine(port), close: () => ended(child) };
}

async function ttydLine(port: number): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, ['tty']);
  socket.binaryType = 'arraybuffer';
  let listener: Hear = () => undefined;
  socket.addEventListener('message', ({ data }: { data: unknown }) => {
    const bytes = Buffer.from(data as ArrayBuffer);
    // '0' is output; a title and settings come under other letters.
    if (bytes[0] === 0x30) listener(bytes.length - 1, bytes.toString('latin1', 1));
  });
  const open = new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('ttyd does not answer')));
  });
  await within(10_000, 'a line to ttyd', open);
  socket.send(Buffer.from(JSON.stringify({ AuthToken: '', ...size })));
  return {
    write: (text) => socket.send(Buffer.from(`0${text}`)),
    onData: (next) => (listener = next),
    close: () => socket.close(),
  };
}

/** wetty from npm, installed into `dir`. */
export async function wetty(dir: string, container: string, port: number): Promise<Contender> {
  const main = join(dir, 'node_modules/wetty/build/main.js');
  const options = ['--host', '127.0.0.1', '--port', String(port), '--base', '/', '--log-level', 'error'];
  // The Node for which npm has built its addon.
  const child = spawn('node', [main, ...options, '--command', intoContainer(container).join(' ')], {
    stdio: 'ignore',
  });
  await answers(port, child);
  return { name: 'wetty', pid: child.pid, open: () => wettyLine(port), close: () => ended(child) };
}

async function wettyLine(port: number): Promise<Line> {
  const socket: Socket = io(`http://127.0.0.1:${port}`, {
    path: '/socket.io',
    transports: ['websocket'],
    forceNew: true,
  });
  let listener: Hear = () => undefined;
  let drawn = 0;
  socket.on('data', (text: string) => {
    listener(Buffer.byteLength(text), text);
    drawn += text.length;
    if (drawn < 65_536) return;
    socket.emit('commit', drawn);
    drawn = 0;
  });
  await within(
    20_000,
    'a line to wetty',
    new Promise<void>((resolve) => socket.once('login', () => resolve())),
  );
  socket.emit('resize', { cols: size.columns, rows: size.rows });
  return {
    write: (text) => void socket.emit('input', text),
    onData: (next) => (listener = next),
    close: () => void socket.disconnect(),
  };
}

async function answers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer !== undefined) return;
    await delay(100);
  }
  throw new Error(`nothing answers on port ${port}`);
}
