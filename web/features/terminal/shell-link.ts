import type { Socket } from 'socket.io-client';
import type { Ack, ShellOpened, TerminalToClient, TerminalToServer } from '#contract/events.ts';
import type { LabId, ShellId } from '#contract/ids.ts';
import type { Problem } from '#contract/lab.ts';
import { Credit } from './credit.ts';

export type TerminalSocket = Pick<
  Socket<TerminalToClient, TerminalToServer>,
  'on' | 'off' | 'emit' | 'connected'
>;

/** Where the bytes of a shell are drawn. */
export interface ShellScreen {
  size(): { cols: number; rows: number };
  /** Clears everything and draws the screen as the server knows it. */
  repaint(screen: string): void;
  write(data: Uint8Array, drawn: () => void): void;
}

export type ShellState =
  | { kind: 'opening' }
  | { kind: 'open' }
  | { kind: 'lost' }
  | { kind: 'exited'; exitCode: number | null }
  | { kind: 'refused'; problem: Problem };

interface Early {
  shell: ShellId;
  seq: number;
  data: Uint8Array;
}

const inputLimit = 16_384;
const creditPauseMs = 200;

/**
 * One shell on the server, drawn on one screen. The shell outlives the socket: after a loss it is opened again and repainted.
 * Nothing typed while the line is down is kept, so that no command runs later than its writer meant.
 */
export class ShellLink {
  readonly #socket: TerminalSocket;
  readonly #lab: LabId;
  readonly #terminal: string;
  readonly #number: number;
  readonly #screen: ShellScreen;
  readonly #onState: (state: ShellState) => void;
  #credit = new Credit();
  #creditTimer: ReturnType<typeof setTimeout> | undefined;
  #shell: ShellId | undefined;
  #seq = 0;
  /** Output that overtook the answer to `shell.open`. */
  #early: Early[] | undefined;
  /** Counts openings, so that an answer that comes too late is known as such. */
  #opening = 0;
  /** Opened once and not ended since: a new line opens it again. */
  #wanted = false;

  constructor(
    socket: TerminalSocket,
    of: { lab: LabId; terminal: string; number?: number },
    screen: ShellScreen,
    onState: (state: ShellState) => void,
  ) {
    this.#socket = socket;
    this.#lab = of.lab;
    this.#terminal = of.terminal;
    this.#number = of.number ?? 1;
    this.#screen = screen;
    this.#onState = onState;
    socket.on('connect', this.#reopen);
    socket.on('disconnect', this.#lost);
    socket.on('shell.output', this.#output);
    socket.on('shell.exited', this.#ended);
  }

  /** Opens the shell, or a new one when the last has ended. */
  open(): void {
    this.#wanted = true;
    this.#shell = undefined;
    this.#early = [];
    const opening = ++this.#opening;
    this.#onState({ kind: 'opening' });
    if (!this.#socket.connected) return;
    const request = {
      lab: this.#lab,
      terminal: this.#terminal,
      number: this.#number,
      ...this.#screen.size(),
    };
    this.#socket.emit('shell.open', request, (answer) => {
      if (opening === this.#opening) this.#opened(answer);
    });
  }

  input(data: string): void {
    if (this.#shell === undefined || !this.#socket.connected) return;
    for (let at = 0; at < data.length; at += inputLimit) {
      this.#socket.emit('shell.input', { shell: this.#shell, data: data.slice(at, at + inputLimit) });
    }
  }

  resize(size: { cols: number; rows: number }): void {
    if (this.#shell === undefined || !this.#socket.connected) return;
    this.#socket.emit('shell.resize', { shell: this.#shell, ...size });
  }

  /** Ends the shell itself: for whoever closes its pane. */
  end(): void {
    if (this.#shell === undefined || !this.#socket.connected) return;
    this.#socket.emit('shell.close', { shell: this.#shell }, () => undefined);
  }

  /** Lets go of the socket. The shell itself goes on. */
  dispose(): void {
    this.#opening++;
    clearTimeout(this.#creditTimer);
    this.#socket.off('connect', this.#reopen);
    this.#socket.off('disconnect', this.#lost);
    this.#socket.off('shell.output', this.#output);
    this.#socket.off('shell.exited', this.#ended);
  }

  #opened(answer: Ack<ShellOpened>): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    if (!answer.ok) {
      this.#onState({ kind: 'refused', problem: answer.problem });
      return;
    }
    const { shell, screen, seq } = answer.value;
    this.#shell = shell;
    this.#seq = seq;
    this.#credit = new Credit();
    this.#screen.repaint(screen);
    this.#onState({ kind: 'open' });
    for (const output of early) this.#output(output.shell, output.seq, output.data);
  }

  readonly #reopen = (): void => {
    if (this.#wanted) this.open();
  };

  readonly #lost = (): void => {
    this.#shell = undefined;
    if (this.#wanted) this.#onState({ kind: 'lost' });
  };

  readonly #output = (shell: ShellId, seq: number, data: Uint8Array): void => {
    if (this.#early !== undefined) {
      this.#early.push({ shell, seq, data });
      return;
    }
    if (shell !== this.#shell || seq <= this.#seq) return;
    if (seq > this.#seq + 1) {
      // Something between was lost: only a repaint can make the screen true again.
      this.open();
      return;
    }
    this.#seq = seq;
    const bytes = new Uint8Array(data);
    this.#screen.write(bytes, () => this.#drawn(shell, bytes.byteLength));
  };

  readonly #ended = (shell: ShellId, exitCode: number | null): void => {
    if (shell !== this.#shell) return;
    this.#shell = undefined;
    this.#wanted = false;
    this.#onState({ kind: 'exited', exitCode });
  };

  #drawn(shell: ShellId, bytes: number): void {
    if (shell !== this.#shell) return;
    this.#report(shell, this.#credit.drawn(bytes));
    clearTimeout(this.#creditTimer);
    // The last bytes of a burst are fewer than a batch; a server that waits for them must not wait forever.
    this.#creditTimer = setTimeout(() => this.#report(shell, this.#credit.rest()), creditPauseMs);
  }

  #report(shell: ShellId, bytes: number): void {
    if (bytes > 0 && shell === this.#shell && this.#socket.connected) {
      this.#socket.emit('shell.drawn', { shell, bytes });
    }
  }
}
