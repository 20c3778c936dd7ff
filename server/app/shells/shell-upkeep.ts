import type { ShellId } from '#contract/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import type { ShellStore } from '#ports/shell-store.ts';
import type { Shell } from './shell.ts';

export interface UpkeepParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly shellStore: ShellStore;
  readonly shells: () => Iterable<Shell>;
  /** Called for a shell that nobody has watched, and that has done nothing, for long. */
  readonly onIdle: (shell: Shell) => Promise<void>;
}

const everyMs = 5_000;
/** A shell that says little is kept less often; one that says much, before its machine forgets where that began. */
const keepMs = 30_000;
const keepBytes = 64 * 1024;
/** Painting a screen takes milliseconds, and people type meanwhile: one at a time, with a pause between. */
const paceMs = 50;
const idleMs = 12 * 3_600_000;
const lastSnapshotsMs = 3_000;

interface Seen {
  activity: number;
  /** When it last did something, or was watched. */
  at: number;
  /** Of the snapshot that is kept. */
  kept: number;
  keptAt: number;
}

/** Looks after shells from time to time: keeps what they show, and ends those that are forgotten. */
export class ShellUpkeep {
  private readonly parts: UpkeepParts;
  private readonly seen = new Map<ShellId, Seen>();
  private readonly stop = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(parts: UpkeepParts) {
    this.parts = parts;
  }

  start(): void {
    this.loop = this.run();
  }

  /** Keeps every screen as it is now, and ends. Never rejects. */
  async close(): Promise<void> {
    this.stop.abort();
    await this.loop;
    const late = AbortSignal.timeout(lastSnapshotsMs);
    const all = Promise.all([...this.parts.shells()].map((shell) => this.keep(shell)));
    await Promise.race([all, this.parts.clock.delay(lastSnapshotsMs, late).catch(() => undefined)]);
  }

  private async round(): Promise<void> {
    const now = this.parts.clock.now();
    const shells = [...this.parts.shells()];
    for (const id of this.seen.keys()) if (!shells.some((shell) => shell.id === id)) this.seen.delete(id);
    for (const shell of shells) await this.look(shell, now);
  }

  private async run(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      await this.parts.clock.delay(everyMs, signal).catch(() => undefined);
      if (!signal.aborted) await this.round();
    }
  }

  private async look(shell: Shell, now: number): Promise<void> {
    const { activity } = shell;
    const seen = this.seen.get(shell.id) ?? { activity, at: now, kept: -1, keptAt: 0 };
    this.seen.set(shell.id, seen);
    if (shell.watched || activity !== seen.activity) seen.at = now;
    seen.activity = activity;
    if (now - seen.at >= idleMs) {
      await this.parts.onIdle(shell);
    } else if (activity - seen.kept >= keepBytes || (activity !== seen.kept && now - seen.keptAt >= keepMs)) {
      seen.kept = activity;
      seen.keptAt = now;
      await this.keep(shell);
      await this.parts.clock.delay(paceMs, this.stop.signal).catch(() => undefined);
    }
  }

  private async keep(shell: Shell): Promise<void> {
    try {
      const snapshot = await shell.snapshot();
      if (snapshot !== undefined) this.parts.shellStore.keep(shell.id, snapshot);
    } catch (error) {
      // The shell itself is well; the next round tries again.
      this.parts.log.warn({ err: error, shell: shell.id }, 'screen could not be kept');
    }
  }
}
