import type { Socket } from 'socket.io-client';
import type { Ack, ShellOpened, TerminalToClient, TerminalToServer } from '#contract/events.ts';
import type { LabId, ShellId } from '#contract/ids.ts';
import { CreditLine } from './credit.ts';
import { LineTries } from './line-tries.ts';
import { newWriter, Outbox } from './shell-outbox.ts';
import { isSameSize, type ScreenSize, type ShellScreen } from './shell-screen.ts';
import { isNotice, type ShellState } from './shell-state.ts';

export type { ShellState } from './shell-state.ts';

export type TerminalSocket = Pick<
  Socket<TerminalToClient, TerminalToServer>,
  'on' | 'off' | 'emit' | 'connected'
>;

interface Early {
  shell: ShellId;
  seq: number;
  data: Uint8Array;
}

/** What is known of the shell that is drawn. */
interface Drawn {
  shell: ShellId;
  life: string | undefined;
  seq: number;
}

/**
 * One shell on the server, drawn on one screen. The shell outlives the socket: after a loss it is opened again, and only what
 * was missed is drawn, or all anew. What is typed is numbered: each piece arrives once, or is said to be lost.
 */
export class ShellLink {
  readonly #socket: TerminalSocket;
  readonly #at: { lab: LabId; terminal: string; number: number };
  readonly #screen: ShellScreen;
  readonly #onState: (state: ShellState) => void;
  readonly #writer = newWriter();
  readonly #outbox: Outbox;
  readonly #credit = new CreditLine((bytes) => this.#report(bytes));
  #drawn: Drawn | undefined;
  /** Of the shell, as far as this page knows. */
  #size: ScreenSize | undefined;
  #state: ShellState | undefined;
  readonly #tries = new LineTries();
  /** Output that the terminal was given and has not drawn yet, oldest first. */
  readonly #drawing: Drawn[] = [];
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
    now: () => number = Date.now,
  ) {
    this.#socket = socket;
    this.#at = { lab: of.lab, terminal: of.terminal, number: of.number ?? 1 };
    this.#screen = screen;
    this.#onState = onState;
    this.#outbox = new Outbox(now);
    socket.on('connect', this.#reopen);
    socket.on('disconnect', this.#lost);
    socket.on('connect_error', this.#failed);
    socket.on('shell.output', this.#output);
    socket.on('shell.accepted', this.#accepted);
    socket.on('shell.resized', this.#resized);
    socket.on('shell.exited', this.#ended);
  }

  /** Opens the shell, or a new one when the last has ended. */
  open(): void {
    this.#wanted = true;
    this.#early = [];
    const opening = ++this.#opening;
    if (this.#state?.kind !== 'lost' || this.#socket.connected) this.#tell({ kind: 'opening' });
    if (!this.#socket.connected) return;
    const seen = this.#drawn;
    this.#size = this.#screen.size();
    const request = {
      ...this.#at,
      ...this.#size,
      writer: this.#writer,
      ...(seen?.life === undefined ? {} : { seen: { shell: seen.shell, life: seen.life, seq: seen.seq } }),
    };
    this.#socket.emit('shell.open', request, (answer) => {
      if (opening === this.#opening) this.#opened(answer);
    });
  }

  /** Types. Before the shell is open, and while the line is down, it is kept for a while. */
  input(data: string): void {
    // A terminal that is only just coming up takes keys before its shell is asked for.
    if ((!this.#wanted && this.#state !== undefined) || this.#state?.kind === 'refused') return;
    const unsent = this.#outbox.add(data);
    if (this.#state?.kind === 'lost') this.#tellLost();
    else if (unsent > 0) this.#tell({ kind: 'open', unsent });
    else if (isNotice(this.#state)) this.#tell({ kind: 'open' });
    this.#send();
  }

  /** What the terminal says to a program that asks in the output that is just being drawn. It is not kept: nobody waits for it long. */
  answer(data: string): void {
    const [asked] = this.#drawing;
    if (asked?.life === undefined || !this.#isOpen()) return;
    this.#socket.emit('shell.answer', { shell: asked.shell, life: asked.life, seq: asked.seq, data });
  }

  resize(size: ScreenSize): void {
    if (this.#drawn === undefined || !this.#isOpen() || isSameSize(size, this.#size)) return;
    this.#size = size;
    this.#socket.emit('shell.resize', { shell: this.#drawn.shell, ...size });
  }

  /** Ends the shell itself. Its screen stays; the state becomes `exited`. */
  end(): void {
    if (this.#drawn === undefined || !this.#isOpen()) return;
    this.#socket.emit('shell.close', { shell: this.#drawn.shell }, () => undefined);
  }

  /** Lets go of the socket. The shell itself goes on. */
  dispose(): void {
    this.#opening++;
    this.#credit.reset();
    this.#socket.off('connect', this.#reopen);
    this.#socket.off('disconnect', this.#lost);
    this.#socket.off('connect_error', this.#failed);
    this.#socket.off('shell.output', this.#output);
    this.#socket.off('shell.accepted', this.#accepted);
    this.#socket.off('shell.resized', this.#resized);
    this.#socket.off('shell.exited', this.#ended);
  }

  #opened(answer: Ack<ShellOpened>): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    if (!answer.ok) {
      this.#tell({ kind: 'refused', problem: answer.problem });
      return;
    }
    const { shell, screen, seq, life, pending, resumed, accepted = 0, replaces } = answer.value;
    const before = this.#drawn;
    this.#drawn = { shell, life, seq };
    this.#credit.reset();
    if (resumed !== true) this.#screen.repaint(screen, this.#size ?? this.#screen.size());
    if (pending !== undefined) this.#screen.write(new Uint8Array(pending), () => undefined);
    const unsent = this.#outbox.back(accepted, before === undefined || before.shell === shell);
    this.#tell({
      kind: 'open',
      ...(unsent > 0 ? { unsent } : {}),
      ...(replaces === undefined ? {} : { replaces }),
    });
    for (const output of early) this.#output(output.shell, output.seq, output.data);
    // The window may have changed while the answer was on its way.
    this.resize(this.#screen.size());
    this.#send();
  }

  #isOpen(): boolean {
    return this.#state?.kind === 'open' && this.#socket.connected;
  }

  #send(): void {
    if (this.#drawn === undefined || !this.#isOpen()) return;
    const { shell } = this.#drawn;
    for (let piece = this.#outbox.next(); piece !== undefined; piece = this.#outbox.next()) {
      this.#socket.emit('shell.input', { shell, data: piece.data, seq: piece.seq });
    }
  }

  #tell(state: ShellState): void {
    this.#state = state;
    this.#onState(state);
  }

  #tellLost(): void {
    const since = this.#state?.kind === 'lost' ? this.#state.since : Date.now();
    this.#tell({ kind: 'lost', since, why: this.#tries.why, waiting: this.#outbox.waiting });
  }

  readonly #reopen = (): void => {
    this.#tries.succeeded();
    if (this.#wanted) this.open();
  };

  readonly #lost = (): void => {
    this.#opening++;
    this.#early = undefined;
    if (this.#wanted && this.#state?.kind !== 'refused') this.#tellLost();
  };

  readonly #failed = (): void => {
    this.#tries.failed();
    if (this.#state?.kind === 'lost') this.#tellLost();
  };

  readonly #accepted = (shell: ShellId, seq: number): void => {
    if (shell !== this.#drawn?.shell || !this.#isOpen()) return;
    this.#outbox.accepted(seq);
    this.#send();
  };

  readonly #resized = (shell: ShellId, cols: number, rows: number): void => {
    if (shell !== this.#drawn?.shell) return;
    this.#size = { cols, rows };
    this.#screen.follow(this.#size);
  };

  readonly #output = (shell: ShellId, seq: number, data: Uint8Array): void => {
    if (this.#early !== undefined) {
      this.#early.push({ shell, seq, data });
      return;
    }
    const drawn = this.#drawn;
    if (drawn === undefined || shell !== drawn.shell || seq <= drawn.seq) return;
    if (seq > drawn.seq + 1) {
      // Something between was lost: opened again, the server sends it or the whole screen.
      this.open();
      return;
    }
    drawn.seq = seq;
    const bytes = new Uint8Array(data);
    const opening = this.#opening;
    this.#drawing.push({ ...drawn });
    this.#screen.write(bytes, () => {
      this.#drawing.shift();
      if (opening === this.#opening) this.#credit.drawn(bytes.byteLength);
    });
  };

  readonly #ended = (shell: ShellId, exitCode: number | null): void => {
    if (shell !== this.#drawn?.shell) return;
    this.#drawn = undefined;
    this.#wanted = false;
    this.#outbox.back(Number.MAX_SAFE_INTEGER, false);
    this.#tell({ kind: 'exited', exitCode });
  };

  #report(bytes: number): void {
    if (this.#drawn === undefined || !this.#isOpen()) return;
    this.#socket.emit('shell.drawn', { shell: this.#drawn.shell, bytes });
  }
}
