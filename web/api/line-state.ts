export type LineState = 'connected' | 'reconnecting' | 'offline';

interface Line {
  readonly connected: boolean;
  on(event: 'connect' | 'disconnect', listener: () => void): unknown;
}

/** Whether the page hears the server: `offline` once it has been away longer than a hiccup. */
export class LineWatch {
  #state: LineState = 'reconnecting';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #hiccupMs: number;

  constructor(line: Line, hiccupMs = 15_000) {
    this.#hiccupMs = hiccupMs;
    if (line.connected) this.#set('connected');
    else this.#lost();
    line.on('connect', () => this.#set('connected'));
    line.on('disconnect', () => this.#lost());
  }

  readonly state = (): LineState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #lost(): void {
    this.#set('reconnecting');
    this.#timer = setTimeout(() => this.#set('offline'), this.#hiccupMs);
  }

  #set(state: LineState): void {
    clearTimeout(this.#timer);
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
