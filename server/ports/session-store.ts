/** Browsers that were let in. Only hashes are kept: who reads the database cannot enter with what it holds. */
export interface SessionStore {
  add(hash: string, at: number, expiresAt: number): void;
  /** Is there such a session that has not expired at `now`? */
  has(hash: string, now: number): boolean;
  remove(hash: string): void;
  /** Forgets the sessions that expired before `now`. */
  prune(now: number): void;
}
