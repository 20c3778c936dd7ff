import { createHash, randomBytes } from 'node:crypto';
import { Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import type { Entrance } from '#ports/entrance.ts';
import type { SessionStore } from '#ports/session-store.ts';

const dayMs = 86_400_000;
/** How long a browser stays let in. */
export const sessionMs = 30 * dayMs;

/** Lets browsers in for a one-time token and knows them again by a secret of their own. */
export class Sessions {
  private readonly store: SessionStore;
  private readonly entrance: Entrance;
  private readonly clock: Clock;

  constructor(store: SessionStore, entrance: Entrance, clock: Clock) {
    this.store = store;
    this.entrance = entrance;
    this.clock = clock;
  }

  /** The secret of a new session. Throws Fault `session.token-used` unless the token is the newest one, in time, unused. */
  async enter(token: string): Promise<string> {
    if (!(await this.entrance.redeem(token))) {
      throw new Fault('session.token-used', 'This address was used already, or is older than ten minutes.', {
        remedy: 'Run "./ckslab status": it prints a fresh address.',
      });
    }
    const now = this.clock.now();
    this.store.prune(now);
    const secret = randomBytes(32).toString('base64url');
    this.store.add(sessionHash(secret), now, now + sessionMs);
    return secret;
  }

  isOpen(secret: string | undefined): boolean {
    return secret !== undefined && this.store.has(sessionHash(secret), this.clock.now());
  }

  leave(secret: string): void {
    this.store.remove(sessionHash(secret));
  }
}

/** What is kept of a session: it names it without opening it. */
export const sessionHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
