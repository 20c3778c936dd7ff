import { TimeAxis } from './time-axis.ts';

export const speeds = [0.5, 1, 1.5, 2, 4, 8] as const;
export const longestPauseMs = 2000;

export interface PlayerState {
  readonly playing: boolean;
  readonly speed: number;
  /** Of the played time, in milliseconds. */
  readonly position: number;
  readonly length: number;
  /** Long pauses are shortened. */
  readonly cutsPauses: boolean;
}

/** Time as the player needs it. */
export interface PlayerTime {
  now(): number;
  /** Calls back with the next picture; returns what cancels that. */
  frame(run: () => void): () => void;
}

export const browserTime: PlayerTime = {
  now: () => performance.now(),
  frame: (run) => {
    const id = requestAnimationFrame(run);
    return () => cancelAnimationFrame(id);
  },
};

/** The clock of a replay: plays, pauses, seeks, and says which moment is to be shown. It draws nothing itself. */
export class Player {
  readonly #times: readonly number[];
  readonly #time: PlayerTime;
  #axis: TimeAxis;
  #state: PlayerState;
  #last = 0;
  #cancel: () => void = () => undefined;
  readonly #listeners = new Set<() => void>();

  constructor(times: readonly number[], time: PlayerTime = browserTime) {
    this.#times = times;
    this.#time = time;
    this.#axis = new TimeAxis(times, longestPauseMs);
    this.#state = { playing: false, speed: 1, position: 0, length: this.#axis.length, cutsPauses: true };
  }

  readonly state = (): PlayerState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The moment that is shown, in milliseconds since the epoch. */
  get moment(): number {
    return this.#axis.toReal(this.#state.position);
  }

  /** Where on the line a moment lies, in played milliseconds. */
  placeOf(moment: number): number {
    return this.#axis.toPlay(moment);
  }

  /** At the end it begins anew. */
  play(): void {
    if (this.#state.playing) return;
    const { position, length } = this.#state;
    this.#last = this.#time.now();
    this.#set({ playing: true, position: position >= length ? 0 : position });
    this.#tick();
  }

  pause(): void {
    this.#cancel();
    if (this.#state.playing) this.#set({ playing: false });
  }

  toggle(): void {
    if (this.#state.playing) this.pause();
    else this.play();
  }

  seek(position: number): void {
    this.#last = this.#time.now();
    this.#set({ position: Math.min(Math.max(0, position), this.#state.length) });
  }

  seekMoment(moment: number): void {
    this.seek(this.placeOf(moment));
  }

  skip(ms: number): void {
    this.seek(this.#state.position + ms);
  }

  /** To the next of these moments, or to the one before (`by` -1). Pauses, since whoever steps looks closely. */
  step(moments: readonly number[], by: 1 | -1): void {
    this.pause();
    const now = this.moment;
    // Half a millisecond: the way to played time and back rounds.
    const found =
      by === 1
        ? moments.find((moment) => moment > now + 0.5)
        : moments.findLast((moment) => moment < now - 0.5);
    if (found !== undefined) this.seekMoment(found);
  }

  setSpeed(speed: number): void {
    this.#set({ speed });
  }

  /** One step faster or slower. */
  changeSpeed(by: 1 | -1): void {
    const at = speeds.findIndex((speed) => speed === this.#state.speed);
    const next = speeds[at + by];
    if (next !== undefined) this.setSpeed(next);
  }

  /** The moment that is shown stays. */
  setCutsPauses(cutsPauses: boolean): void {
    const { moment } = this;
    this.#axis = new TimeAxis(this.#times, cutsPauses ? longestPauseMs : undefined);
    this.#set({ cutsPauses, length: this.#axis.length, position: this.#axis.toPlay(moment) });
  }

  dispose(): void {
    this.#cancel();
    this.#listeners.clear();
  }

  #tick(): void {
    this.#cancel = this.#time.frame(() => {
      const now = this.#time.now();
      const { position, speed, length } = this.#state;
      const next = position + (now - this.#last) * speed;
      this.#last = now;
      if (next >= length) {
        this.#set({ position: length, playing: false });
        return;
      }
      this.#set({ position: next });
      this.#tick();
    });
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
