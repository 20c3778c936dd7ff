import type { SessionStore } from '#ports/session-store.ts';

export class MemorySessionStore implements SessionStore {
  private readonly sessions = new Map<string, number>();

  add(hash: string, _at: number, expiresAt: number): void {
    this.sessions.set(hash, expiresAt);
  }

  has(hash: string, now: number): boolean {
    return (this.sessions.get(hash) ?? 0) > now;
  }

  remove(hash: string): void {
    this.sessions.delete(hash);
  }

  prune(now: number): void {
    for (const [hash, expiresAt] of this.sessions) if (expiresAt <= now) this.sessions.delete(hash);
  }
}
