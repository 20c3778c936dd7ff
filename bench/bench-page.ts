import { io, type Socket } from 'socket.io-client';
import type { Ack, ShellOpened } from '#contract/events.ts';
import type { LabId } from '#contract/ids.ts';
import type { PlatformClient } from '../server/cli/platform-client.ts';

const answerMs = 30_000;
const prompt = '$ ';
/** A letter that no prompt has. */
const key = 'q';

/** What a page does around a start: it looks at a scenario, and types a first key. */
export class BenchPage {
  private readonly labs: Socket;
  private readonly terminals: Socket;

  private constructor({ origin, cookie }: PlatformClient) {
    const open = (namespace: string): Socket =>
      io(`${origin}${namespace}`, {
        transports: ['websocket'],
        forceNew: true,
        extraHeaders: { cookie, origin },
      });
    this.labs = open('/labs');
    this.terminals = open('/terminal');
  }

  /** Connected, as the page of a scenario is long before somebody presses its button. */
  static async open(client: PlatformClient): Promise<BenchPage> {
    const page = new BenchPage(client);
    await Promise.all([page.labs, page.terminals].map((socket) => connected(socket)));
    return page;
  }

  close(): void {
    this.labs.disconnect();
    this.terminals.disconnect();
  }

  /** The server says that scenarios, or their faults, are others now. */
  catalogueChanged(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.labs.once('catalogue.changed', resolve);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  /** Looks at the scenario until a lab of it is kept ready. */
  async readyFor(scenario: string, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    this.labs.on('spare.changed', ({ ready }: { ready: boolean }) => {
      if (ready) resolve();
    });
    const answer = (await this.labs.timeout(answerMs).emitWithAck('scenario.look', { scenario })) as Ack<{
      ready: boolean;
    }>;
    if (answer.ok && answer.value.ready) resolve();
    await promise;
    this.labs.emit('scenario.leave', { scenario });
  }

  /** Opens the first shell, waits for its prompt, types a key and waits until it is shown. Then the shell is ended. */
  async firstKey(lab: LabId): Promise<void> {
    let text = '';
    let wake = (): void => undefined;
    this.terminals.on('shell.output', (_: string, __: number, data: Uint8Array) => {
      text += Buffer.from(data).toString('latin1');
      wake();
    });
    const until = async (wanted: () => boolean): Promise<void> => {
      while (!wanted()) await new Promise<void>((resolve) => (wake = resolve));
    };
    const request = { lab, terminal: 'workstation', cols: 120, rows: 40, writer: 'abcdefghijklmnop' };
    const answer = (await this.terminals
      .timeout(answerMs)
      .emitWithAck('shell.open', request)) as Ack<ShellOpened>;
    if (!answer.ok) throw new Error(answer.problem.message);
    const { shell, screen } = answer.value;
    text = screen + text;
    await until(() => text.includes(prompt));
    const before = text.length;
    this.terminals.emit('shell.input', { shell, data: key, seq: 1 });
    await until(() => text.slice(before).includes(key));
    await this.terminals.timeout(answerMs).emitWithAck('shell.close', { shell });
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}
