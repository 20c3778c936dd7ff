import { type Cast, sizeOf } from './cast.ts';

/** A terminal that is only drawn on. */
export interface ReplayScreen {
  /** Clears everything, scrollback included. */
  reset(cols: number, rows: number): void;
  resize(cols: number, rows: number): void;
  /** Resolves when it is drawn. */
  write(data: string): Promise<void>;
  /** Control sequences that draw the screen as it is now. */
  paint(): string;
}

interface Keyframe {
  /** How many events it shows. */
  readonly next: number;
  readonly cols: number;
  readonly rows: number;
  readonly paint: string;
}

const batchChars = 64 * 1024;
const keyframeChars = 256 * 1024;

/**
 * Brings a screen to what a shell showed at some moment. Forward, it draws what was said meanwhile; backward, it begins at the
 * nearest picture that it took on its way. Moments asked for while it draws replace one another.
 */
export class ScreenFeed {
  readonly #screen: ReplayScreen;
  readonly #cast: Cast;
  readonly #keyframes: Keyframe[];
  #next = 0;
  #wanted = 0;
  #size: { cols: number; rows: number };
  #since = 0;
  #work: Promise<void> | undefined;
  #stopped = false;

  constructor(screen: ReplayScreen, cast: Cast) {
    this.#screen = screen;
    this.#cast = cast;
    this.#size = { cols: cast.cols, rows: cast.rows };
    this.#keyframes = [{ next: 0, ...this.#size, paint: '' }];
    screen.reset(cast.cols, cast.rows);
  }

  /** Resolves when the screen shows that moment, or a later wish. */
  show(at: number): Promise<void> {
    this.#wanted = countUntil(this.#cast, at);
    this.#work ??= this.#run().finally(() => {
      this.#work = undefined;
    });
    return this.#work;
  }

  /** The screen is about to go: nothing more is drawn. */
  stop(): void {
    this.#stopped = true;
  }

  async #run(): Promise<void> {
    while (this.#next !== this.#wanted && !this.#stopped) {
      const frame = this.#keyframes.findLast(({ next }) => next <= this.#wanted);
      if (frame !== undefined && (this.#wanted < this.#next || frame.next > this.#next)) {
        await this.#restore(frame);
      } else await this.#feed();
    }
  }

  async #restore(frame: Keyframe): Promise<void> {
    this.#next = frame.next;
    this.#size = { cols: frame.cols, rows: frame.rows };
    this.#since = 0;
    this.#screen.reset(frame.cols, frame.rows);
    if (frame.paint !== '') await this.#screen.write(frame.paint);
  }

  /** Draws up to a new size, the wanted event, or as much as is drawn in one go. */
  async #feed(): Promise<void> {
    const { events } = this.#cast;
    let text = '';
    while (this.#next < this.#wanted && text.length < batchChars) {
      const event = events[this.#next];
      if (event === undefined) break;
      if (event.kind === 'r') {
        if (text !== '') break;
        this.#resize(event.data);
      } else text += event.data;
      this.#next += 1;
    }
    if (text === '') return;
    await this.#screen.write(text);
    this.#since += text.length;
    if (this.#since >= keyframeChars && !this.#stopped) this.#take();
  }

  #resize(data: string): void {
    const size = sizeOf(data);
    if (size === undefined) return;
    this.#size = size;
    this.#screen.resize(size.cols, size.rows);
  }

  #take(): void {
    this.#since = 0;
    const last = this.#keyframes.at(-1)?.next ?? 0;
    if (this.#next > last) {
      this.#keyframes.push({ next: this.#next, ...this.#size, paint: this.#screen.paint() });
    }
  }
}

/** How many events happened up to a moment. */
function countUntil({ events }: Cast, at: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
