import type { Socket } from 'socket.io';
import type { ShellId } from '#contract/ids.ts';

/** More of one shell never waits for one browser. One that tells the truth about what it has drawn is owed far less. */
const mostUnsent = 1024 * 1024;
const placeholder = { _placeholder: true, num: 0 };
const [text, binary] = [0x81, 0x82];

/**
 * Writes the output of shells to one browser. An event with bytes is two messages, of which socket.io writes the second when the
 * first has left: two calls of the system, twice waking the browser, for the echo of each key. Here both leave together, and what
 * has not left is counted: a browser may claim to have drawn what it never took.
 */
export class OutputLine {
  private readonly socket: Pick<Socket, 'connected' | 'conn' | 'nsp'>;
  private readonly onStuck: (shell: ShellId) => void;
  private readonly unsent = new Map<ShellId, number>();
  /** Messages that leave with the next output. */
  private told: Buffer[] = [];

  /** `onStuck` is called when too much waits; the browser should then be let go. */
  constructor(socket: Pick<Socket, 'connected' | 'conn' | 'nsp'>, onStuck: (shell: ShellId) => void) {
    this.socket = socket;
    this.onStuck = onStuck;
  }

  /** The event `name` with a shell, perhaps its number, and bytes. */
  send(name: string, [shell, ...more]: readonly [ShellId, ...number[]], data: Uint8Array): void {
    const { conn, connected, nsp } = this.socket;
    if (!connected) return;
    const waiting = this.unsent.get(shell) ?? 0;
    if (waiting > mostUnsent) return this.onStuck(shell);
    this.unsent.set(shell, waiting + data.byteLength);
    const event = JSON.stringify([name, shell, ...more, placeholder]);
    const head = Buffer.concat([
      ...this.told.splice(0),
      message(`451-${nsp.name},${event}`),
      frameHead(binary, data.byteLength),
    ]);
    const options = { compress: false, wsPreEncodedFrame: [head, data] };
    conn.write('', options, () => this.left(shell, data.byteLength));
  }

  /** An event without bytes that is not worth a write of its own: it leaves with output of this turn, or when that is over. */
  tell(name: string, ...values: readonly (string | number)[]): void {
    if (this.told.length === 0) process.nextTick(() => this.tellAlone());
    this.told.push(message(`42${this.socket.nsp.name},${JSON.stringify([name, ...values])}`));
  }

  private tellAlone(): void {
    if (this.told.length === 0) return;
    const options = { compress: false, wsPreEncodedFrame: [Buffer.concat(this.told.splice(0))] };
    if (this.socket.connected) this.socket.conn.write('', options);
  }

  private left(shell: ShellId, bytes: number): void {
    const waiting = (this.unsent.get(shell) ?? 0) - bytes;
    if (waiting > 0) this.unsent.set(shell, waiting);
    else this.unsent.delete(shell);
  }
}

/** A text message as it is on the wire (RFC 6455, 5.2): from a server it is not masked. */
function message(words: string): Buffer {
  const bytes = Buffer.from(words);
  return Buffer.concat([frameHead(text, bytes.length), bytes]);
}

function frameHead(opcode: number, length: number): Buffer {
  if (length < 126) return Buffer.from([opcode, length]);
  if (length < 65_536) return Buffer.from([opcode, 126, length >> 8, length & 0xff]);
  const head = Buffer.alloc(10);
  head.writeUInt16BE((opcode << 8) | 127, 0);
  head.writeUInt32BE(length, 6);
  return head;
}
