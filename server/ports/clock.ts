/** Time comes in from outside, so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch, as people count them. Jumps when the machine's clock is set or the machine wakes up. */
  now(): number;
  /** Milliseconds since some moment of this process. Never jumps: what has to last, or to end in time, is measured with it. */
  elapsed(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  delay(ms: number, signal: AbortSignal): Promise<void>;
}
