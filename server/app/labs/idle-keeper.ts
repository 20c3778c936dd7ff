import type { LabId } from '#contract/ids.ts';
import { idleAt, type IdlePolicy, keptAt } from '#domain/lab/idle.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { Log } from '#ports/log.ts';
import type { Pty, TerminalHost } from '#ports/terminal-host.ts';
import type { LabBook } from './lab-book.ts';
import { NoticedPty } from './noticed-pty.ts';

/** A clock that is corrected a little all the time is no news. */
const noticeableMs = 5_000;

export interface IdleKeeperParts {
  readonly book: LabBook;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: IdlePolicy;
  /** Puts a lab to rest that nobody has used. */
  pause(lab: LabId): void;
  /** Ends one that cannot rest, or has rested for long. */
  stop(lab: LabId): void;
}

/**
 * Pauses labs that nobody uses, after it has warned, and ends them when they have rested for long. Whoever types, asks for a check
 * or a hint, resets or extends uses a lab. Only the running server knows when that was: after a restart the time begins anew, so that
 * nothing happens to a lab unwarned.
 */
export class IdleKeeper {
  private readonly parts: IdleKeeperParts;
  /** By the clock that never jumps: a machine that slept, or whose clock was set, ends no lab. */
  private readonly lastUse = new Map<LabId, number>();
  /** Since when this server has known a lab as paused. */
  private readonly pausedSince = new Map<LabId, number>();
  private readonly told = new Map<LabId, number>();

  constructor(parts: IdleKeeperParts) {
    this.parts = parts;
  }

  /** Somebody uses the lab. Takes a warning back at once. */
  used(lab: LabId): void {
    this.lastUse.set(lab, this.parts.clock.elapsed());
    const state = this.parts.book.store.get(lab)?.state;
    if (state !== undefined && state !== 'gone') this.parts.book.note(lab, { idleEndsAt: undefined });
  }

  /** Looks at every lab: to be called again and again. */
  look(records: readonly LabRecord[]): void {
    const known = new Map(records.map(({ id, state }) => [id, state]));
    for (const lab of this.lastUse.keys()) if (!known.has(lab)) this.forget(lab);
    for (const lab of this.pausedSince.keys()) if (known.get(lab) !== 'paused') this.pausedSince.delete(lab);
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

  private judge(record: LabRecord): void {
    const { id, state } = record;
    if (state === 'paused') return this.judgePaused(record);
    // What is just being made or removed has no learner in it yet.
    if (state !== 'ready' && state !== 'failed') {
      this.forget(id);
      return this.parts.book.note(id, { idleEndsAt: undefined });
    }
    const now = this.parts.clock.elapsed();
    const lastUse = this.lastUse.get(id) ?? now;
    this.lastUse.set(id, lastUse);
    const idle = idleAt(now, lastUse, this.parts.policy);
    if (idle.kind !== 'over') {
      return this.warn(id, idle.kind === 'warned' ? idle.endsAt - now : undefined);
    }
    if (state === 'ready') {
      this.parts.log.info({ lab: id, idleMs: now - lastUse }, 'idle lab is paused');
      this.parts.pause(id);
    } else {
      this.parts.log.info({ lab: id, idleMs: now - lastUse }, 'idle lab ends');
      this.parts.stop(id);
    }
  }

  /** The time of a paused lab is in its record: it goes on while no server runs. */
  private judgePaused({ id, keptUntil, pausedAt }: LabRecord): void {
    const { book, clock, log, policy } = this.parts;
    const now = clock.now();
    if (!this.pausedSince.has(id)) book.note(id, { idleEndsAt: undefined });
    const since = this.pausedSince.get(id) ?? now;
    this.pausedSince.set(id, since);
    const kept = keptAt(now, { keptUntil, since }, policy);
    if (kept.kind === 'spared') book.keep(id, kept.until);
    if (kept.kind !== 'over') return;
    log.info({ lab: id, pausedAt }, 'paused lab ends');
    this.parts.stop(id);
  }

  private forget(lab: LabId): void {
    this.lastUse.delete(lab);
    this.told.delete(lab);
  }

  /** The page shows a time of day. It is told anew only when the machine's clock was set. */
  private warn(lab: LabId, leftMs: number | undefined): void {
    const endsAt = leftMs === undefined ? undefined : Math.round(this.parts.clock.now() + leftMs);
    const told = this.told.get(lab);
    const isSame = endsAt !== undefined && told !== undefined && Math.abs(endsAt - told) < noticeableMs;
    const idleEndsAt = isSame ? told : endsAt;
    if (idleEndsAt === undefined) this.told.delete(lab);
    else this.told.set(lab, idleEndsAt);
    this.parts.book.note(lab, { idleEndsAt });
  }
}
