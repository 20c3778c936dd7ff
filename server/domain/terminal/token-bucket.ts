/** Lets a burst through and then a steady rate. Time comes in with each call, in milliseconds. */
export class TokenBucket {
  private readonly capacity: number;
  private readonly perSecond: number;
  private tokens: number;
  private at: number | undefined;

  constructor(capacity: number, perSecond: number) {
    this.capacity = capacity;
    this.perSecond = perSecond;
    this.tokens = capacity;
  }

  /** True when so much may pass now; what may not pass costs nothing. */
  take(cost: number, now: number): boolean {
    const elapsed = Math.max(0, now - (this.at ?? now));
    this.at = now;
    this.tokens = Math.min(this.capacity, this.tokens + (elapsed / 1000) * this.perSecond);
    if (cost > this.tokens) return false;
    this.tokens -= cost;
    return true;
  }
}
