import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Socket } from 'socket.io-client';
import type { Ack, ShellOpened } from '#contract/events.ts';
import type { LabView } from '#contract/lab.ts';
import { noTimePasses } from '../testing/no-time-passes.ts';
import { ServerWorld } from '../testing/server-world.ts';

let world: ServerWorld;
let lab: LabView;
beforeEach(async () => {
  world = await new ServerWorld().open();
  await world.enter();
  lab = await world.startLab();
});
afterEach(() => world.close());

async function connected(namespace: string): Promise<Socket> {
  const socket = world.socket(namespace);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return socket;
}

const openShell = async (socket: Socket): Promise<Ack<ShellOpened>> => {
  const request = { lab: lab.id, terminal: 'workstation', cols: 80, rows: 24 };
  return (await socket.timeout(30_000).emitWithAck('shell.open', request)) as Ack<ShellOpened>;
};

/** The server is well: a page that behaves gets its shell, and nothing went wrong inside. */
async function well(): Promise<void> {
  expect(await openShell(await connected('/terminal'))).toMatchObject({ ok: true });
  expect(world.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
}

const warned = (text: string): boolean =>
  world.log.entries.some((entry) => entry.level === 'warn' && entry.text === text);

/** Reaches below socket.io, as a client of somebody else's making would. */
interface Inside {
  readonly io: {
    readonly engine: { write(text: string): void; readonly transport: { readonly ws: WebSocket } };
  };
}
const inside = (socket: Socket): Inside['io']['engine'] => (socket as unknown as Inside).io.engine;
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('disconnect', () => resolve()));

const events = [
  'shell.open',
  'shell.input',
  'shell.answer',
  'shell.resize',
  'shell.drawn',
  'shell.close',
  'lab.watch',
  'lab.unwatch',
];
const name = fc.oneof(
  fc.constantFrom(...events),
  fc.string({ maxLength: 20 }),
  fc.constantFrom('__proto__', 'toString'),
);
const almost = fc.record(
  {
    lab: fc.oneof(fc.constant('LAB'), fc.string(), fc.jsonValue()),
    terminal: fc.oneof(fc.constant('workstation'), fc.string(), fc.constant('__proto__')),
    number: fc.oneof(fc.integer(), fc.double(), fc.string()),
    shell: fc.oneof(fc.constant('SHELL'), fc.string()),
    data: fc.oneof(fc.string(), fc.string({ minLength: 70_000, maxLength: 70_010 }), fc.jsonValue()),
    seq: fc.oneof(fc.integer(), fc.double(), fc.constant(Number.MAX_SAFE_INTEGER)),
    bytes: fc.oneof(fc.integer(), fc.double()),
    cols: fc.oneof(fc.nat(600), fc.integer(), fc.constant(Number.NaN)),
    rows: fc.nat(400),
    writer: fc.oneof(fc.constant('abcdefghijklmnop'), fc.string()),
    seen: fc.oneof(
      fc.record({ shell: fc.constant('SHELL'), life: fc.string(), seq: fc.integer() }),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: [] },
);
const junk = fc.tuple(name, fc.oneof(almost, almost, fc.jsonValue(), fc.uint8Array()), fc.boolean());

describe('whatever a browser sends', () => {
  test('the server stays well, and who asks for an answer gets one', async () => {
    const opened = await openShell(await connected('/terminal'));
    const shell = opened.ok ? opened.value.shell : '';
    const real = (request: unknown): unknown =>
      JSON.parse(
        JSON.stringify(request ?? null)
          .replaceAll('"LAB"', `"${lab.id}"`)
          .replaceAll('"SHELL"', `"${shell}"`),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/terminal', '/labs'),
        fc.array(junk, { maxLength: 30 }),
        async (where, all) => {
          const socket = await connected(where);
          if (where === '/terminal') await openShell(socket);
          const answers = all.map(async ([event, request, asks]) => {
            const value = request instanceof Uint8Array ? Buffer.from(request) : real(request);
            if (!asks) return void socket.emit(event, value);
            const answer: unknown = await socket
              .timeout(5000)
              .emitWithAck(event, value)
              .catch(() => 'silence');
            // A good event that needs no answer gives none; all else is said.
            if (answer !== 'silence') expect(answer).toHaveProperty('ok');
          });
          // Behind all of them: whoever is answered at once has the answer when this one has its own.
          const last = where === '/terminal' ? 'shell.open' : 'lab.watch';
          await socket
            .timeout(30_000)
            .emitWithAck(last, 7)
            .catch(() => 'cut off');
          socket.disconnect();
          await Promise.all(answers);
        },
      ),
      { numRuns: 60 },
    );
    await well();
  });

  test.each([
    ['an event that nobody knows', 'rm', {}, 'unknown event'],
    ['an event that means something to JavaScript', '__proto__', {}, 'unknown event'],
    ['a request that is no object', 'shell.open', 7, 'event refused'],
    [
      'a wrong lab id',
      'shell.open',
      { lab: '../../etc', terminal: 'workstation', cols: 80, rows: 24 },
      'event refused',
    ],
    ['a field too many', 'shell.close', { shell: 'sh-aaaaaaaaaaaa', as: 'root' }, 'event refused'],
  ])('%s gets an error and a line in the log', async (_, event, request, line) => {
    const socket = await connected('/terminal');
    const answer = await socket.timeout(30_000).emitWithAck(event, request);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'request.invalid' } });
    expect(warned(line)).toBe(true);
    await well();
  });

  test('a shell that belongs to another page cannot be written to, resized, credited or closed', async () => {
    const opened = await openShell(await connected('/terminal'));
    const shell = opened.ok ? opened.value.shell : '';
    const other = await connected('/terminal');
    for (const [event, more] of [
      ['shell.input', { data: 'x' }],
      ['shell.answer', { life: 'a', seq: 1, data: 'x' }],
      ['shell.resize', { cols: 80, rows: 24 }],
      ['shell.drawn', { bytes: 1 }],
      ['shell.close', {}],
    ] as const) {
      const answer: unknown = await other.timeout(30_000).emitWithAck(event, { shell, ...more });
      expect(answer).toMatchObject({ ok: false, problem: { code: 'terminal.not-found' } });
    }
    await well();
  });

  test('a frame that is too large ends that socket alone', async () => {
    const socket = await connected('/terminal');
    const gone = closed(socket);
    socket.emit('shell.input', { shell: 'sh-aaaaaaaaaaaa', data: 'x'.repeat(300_000) });
    await gone;
    await expect.poll(() => warned('socket sent nonsense')).toBe(true);
    await well();
  });

  test('bytes that are no protocol end that socket alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('51-', '2', '2{}', '9', '0/admin,{}')),
        async (text) => {
          const socket = await connected('/terminal');
          inside(socket).write(text);
          inside(socket).transport.ws.send(text);
          inside(socket).transport.ws.send(randomBytes(20));
          socket.disconnect();
        },
      ),
      { numRuns: 30 },
    );
    await well();
  });

  test('a flood of junk is cut off and said once', async () => {
    const socket = await connected('/terminal');
    const gone = closed(socket);
    noTimePasses();
    for (let n = 0; n < 6000; n += 1) socket.emit('junk', n);
    await gone;
    expect(world.log.entries.filter(({ level }) => level === 'warn').length).toBeLessThan(50);
    await well();
  });

  test('more shells than a lab may have are refused', async () => {
    const socket = await connected('/terminal');
    const open = async (number: number) => {
      const request = { lab: lab.id, terminal: 'workstation', number, cols: 80, rows: 24 };
      return (await socket.timeout(30_000).emitWithAck('shell.open', request)) as Ack<ShellOpened>;
    };
    const all = await Promise.all(Array.from({ length: 26 }, (_, n) => open(n + 1)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(24);
    expect(all.find(({ ok }) => !ok)).toMatchObject({ problem: { code: 'terminal.limit' } });
  });
});
