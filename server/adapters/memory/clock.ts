import type { Clock } from '#ports/clock.ts';

interface Waiter {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that only moves when it is told to. */
export class MemoryClock implements Clock {
  private readonly start: number;
  private time = 0;
  private jumped = 0;
  private waiters: Waiter[] = [];

  constructor(start = 1_700_000_000_000) {
    this.start = start;
  }

  now(): number {
    return this.start + this.time + this.jumped;
  }

  elapsed(): number {
    return this.time;
  }

  delay(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.waiters = this.waiters.filter((other) => other !== waiter);
        reject(signal.reason);
      };
      const waiter = {
        at: this.time + ms,
        wake: () => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      this.waiters.push(waiter);
    });
  }

  /** Somebody sets the clock, or the machine has slept: it shows another time, and yet none has passed. */
  jump(ms: number): void {
    this.jumped += ms;
  }

  /** Moves the time on and wakes whoever waited for it. */
  advance(ms: number): void {
    this.time += ms;
    const due = this.waiters.filter((waiter) => waiter.at <= this.time);
    this.waiters = this.waiters.filter((waiter) => waiter.at > this.time);
    for (const waiter of due.sort((a, b) => a.at - b.at)) waiter.wake();
  }
}
