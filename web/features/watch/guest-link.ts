import type { Socket } from 'socket.io-client';
import type { WatchedScreen, WatchToClient, WatchToServer } from '#contract/events.ts';
import type { ShellId } from '#contract/ids.ts';

export type WatchSocket = Pick<Socket<WatchToClient, WatchToServer>, 'on' | 'off' | 'emit' | 'connected'>;

/** Where a shell is drawn. */
export interface GuestScreen {
  reset(cols: number, rows: number): void;
  resize(cols: number, rows: number): void;
  write(data: string | Uint8Array): Promise<void>;
}

export type GuestState = 'opening' | 'open' | 'lost' | 'ended' | 'refused';

const reportBytes = 32_768;
const reportPauseMs = 200;
const inputLimit = 4096;

/** One shell that a guest looks at. What is drawn is told to the server, which sends no more than a guest can draw. */
export class GuestLink {
  readonly #socket: WatchSocket;
  readonly #shell: ShellId;
  readonly #screen: GuestScreen;
  readonly #onState: (state: GuestState) => void;
  /** Counts the screens that were asked for: an answer to an older question is of no use. */
  #asked = 0;
  #drawn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    socket: WatchSocket,
    shell: ShellId,
    screen: GuestScreen,
    onState: (state: GuestState) => void,
  ) {
    this.#socket = socket;
    this.#shell = shell;
    this.#screen = screen;
    this.#onState = onState;
    socket.on('connect', this.#look);
    socket.on('disconnect', this.#lost);
    socket.on('watch.output', this.#output);
    socket.on('watch.screen', this.#repaint);
    socket.on('watch.resized', this.#resized);
    socket.on('watch.ended', this.#ended);
    this.#look();
  }

  input(data: string): void {
    if (!this.#socket.connected) return;
    for (let at = 0; at < data.length; at += inputLimit) {
      const piece = { shell: this.#shell, data: data.slice(at, at + inputLimit) };
      // Who may no longer type learns it from the state of the lab.
      this.#socket.emit('watch.input', piece, () => undefined);
    }
  }

  dispose(): void {
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.#socket.off('connect', this.#look);
    this.#socket.off('disconnect', this.#lost);
    this.#socket.off('watch.output', this.#output);
    this.#socket.off('watch.screen', this.#repaint);
    this.#socket.off('watch.resized', this.#resized);
    this.#socket.off('watch.ended', this.#ended);
    if (this.#socket.connected) this.#socket.emit('watch.stop', { shell: this.#shell });
  }

  readonly #look = (): void => {
    this.#onState('opening');
    if (!this.#socket.connected) return;
    const asked = ++this.#asked;
    this.#socket.emit('watch.look', { shell: this.#shell }, (answer) => {
      if (asked !== this.#asked) return;
      if (answer.ok) this.#repaint(answer.value);
      this.#onState(answer.ok ? 'open' : 'refused');
    });
  };

  readonly #lost = (): void => this.#onState('lost');

  readonly #repaint = (shown: WatchedScreen): void => {
    if (shown.shell !== this.#shell) return;
    this.#screen.reset(shown.cols, shown.rows);
    void this.#write(shown.screen, new TextEncoder().encode(shown.screen).byteLength);
    const rest = new Uint8Array(shown.rest);
    if (rest.byteLength > 0) void this.#write(rest, rest.byteLength);
  };

  readonly #output = (shell: ShellId, data: Uint8Array): void => {
    if (shell !== this.#shell) return;
    const bytes = new Uint8Array(data);
    void this.#write(bytes, bytes.byteLength);
  };

  readonly #resized = (shell: ShellId, cols: number, rows: number): void => {
    if (shell === this.#shell) this.#screen.resize(cols, rows);
  };

  readonly #ended = (shell: ShellId): void => {
    if (shell === this.#shell) this.#onState('ended');
  };

  async #write(data: string | Uint8Array, bytes: number): Promise<void> {
    await this.#screen.write(data);
    this.#drawn += bytes;
    clearTimeout(this.#timer);
    if (this.#drawn >= reportBytes) this.#report();
    else this.#timer = setTimeout(() => this.#report(), reportPauseMs);
  }

  #report(): void {
    if (this.#drawn > 0 && this.#socket.connected) {
      this.#socket.emit('watch.drawn', { shell: this.#shell, bytes: this.#drawn });
    }
    this.#drawn = 0;
  }
}
