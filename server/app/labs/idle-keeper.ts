import type { LabId } from '#contract/ids.ts';
import { idleAt, type IdlePolicy } from '#domain/lab/idle.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { Log } from '#ports/log.ts';
import type { Pty, TerminalHost } from '#ports/terminal-host.ts';
import type { LabBook } from './lab-book.ts';
import { NoticedPty } from './noticed-pty.ts';

export interface IdleKeeperParts {
  readonly book: LabBook;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: IdlePolicy;
  /** Ends a lab that nobody has used. */
  stop(lab: LabId): void;
}

/**
 * Ends labs that nobody uses, after it has warned. Whoever types, asks for a check or a hint, resets or extends uses a lab.
 * Only the running server knows when that was: after a restart the time begins anew, so that no lab ends unwarned.
 */
export class IdleKeeper {
  private readonly parts: IdleKeeperParts;
  private readonly lastUse = new Map<LabId, number>();

  constructor(parts: IdleKeeperParts) {
    this.parts = parts;
  }

  /** Somebody uses the lab. Takes a warning back at once. */
  used(lab: LabId): void {
    this.lastUse.set(lab, this.parts.clock.now());
    const state = this.parts.book.store.get(lab)?.state;
    if (state !== undefined && state !== 'gone') this.parts.book.note(lab, { idleEndsAt: undefined });
  }

  /** Looks at every lab: to be called again and again. */
  look(records: readonly LabRecord[]): void {
    const known = new Set(records.map(({ id }) => id));
    for (const lab of this.lastUse.keys()) if (!known.has(lab)) this.lastUse.delete(lab);
    for (const record of records) this.judge(record);
  }

  /** The same terminals; typing into one of their shells is using its lab. */
  watch(terminals: TerminalHost): TerminalHost {
    const noticing = (lab: LabId, pty: Pty): Pty => new NoticedPty(pty, () => this.used(lab));
    return {
      open: async (lab, machine, options, signal) =>
        noticing(lab, await terminals.open(lab, machine, options, signal)),
      resume: async (lab, machine, wanted, signal) => {
        const pty = await terminals.resume(lab, machine, wanted, signal);
        return pty && noticing(lab, pty);
      },
      folder: (...asked) => terminals.folder(...asked),
    };
  }

  private judge({ id, state }: LabRecord): void {
    // What is just being made or removed has no learner in it yet.
    if (state !== 'ready' && state !== 'failed') {
      this.lastUse.delete(id);
      return this.parts.book.note(id, { idleEndsAt: undefined });
    }
    const now = this.parts.clock.now();
    const lastUse = this.lastUse.get(id) ?? now;
    this.lastUse.set(id, lastUse);
    const idle = idleAt(now, lastUse, this.parts.policy);
    if (idle.kind !== 'over') {
      return this.parts.book.note(id, { idleEndsAt: idle.kind === 'warned' ? idle.endsAt : undefined });
    }
    this.parts.log.info({ lab: id, idleMs: now - lastUse }, 'idle lab ends');
    this.parts.stop(id);
  }
}
