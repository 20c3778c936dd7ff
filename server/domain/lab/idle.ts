/** What becomes of a lab that nobody uses. Times in milliseconds. */
export interface IdlePolicy {
  /** Since the last sign of its learner; 0: never. A usable lab is then paused, one that has failed is removed. */
  readonly endsAfterMs: number;
  /** So long before the end the page says so. */
  readonly warnsMs: number;
  /** A paused lab is kept for so long; 0: for ever. */
  readonly keepsPausedMs: number;
  /**
   * A paused lab whose time passes while no server runs, or while it fails to resume, is kept for so long after that: its learner
   * could not have it back before.
   */
  readonly sparesMs: number;
}

export type Idle =
  | { readonly kind: 'used' }
  /** Nobody has used it for long: it ends at this time unless somebody does. */
  | { readonly kind: 'warned'; readonly endsAt: number }
  | { readonly kind: 'over' };

/** How a lab stands that was last used at `lastUse`. */
export function idleAt(
  now: number,
  lastUse: number,
  { endsAfterMs, warnsMs }: Pick<IdlePolicy, 'endsAfterMs' | 'warnsMs'>,
): Idle {
  if (endsAfterMs <= 0) return { kind: 'used' };
  const endsAt = lastUse + endsAfterMs;
  if (now >= endsAt) return { kind: 'over' };
  return now >= endsAt - warnsMs ? { kind: 'warned', endsAt } : { kind: 'used' };
}

/** Until when a lab is kept that is paused, or kept anew, at `now`; undefined: for ever. */
export function keptFrom(
  now: number,
  { keepsPausedMs }: Pick<IdlePolicy, 'keepsPausedMs'>,
): number | undefined {
  return keepsPausedMs <= 0 ? undefined : now + keepsPausedMs;
}

export type Kept =
  | { readonly kind: 'kept' }
  /** Its time is nearly over or has passed, and its learner could not know: it is kept until then. */
  | { readonly kind: 'spared'; readonly until: number }
  | { readonly kind: 'over' };

/** How a paused lab stands that this server has known as paused since `since`. */
export function keptAt(
  now: number,
  { keptUntil, since }: { readonly keptUntil: number | undefined; readonly since: number },
  { sparesMs }: Pick<IdlePolicy, 'sparesMs'>,
): Kept {
  if (keptUntil === undefined) return { kind: 'kept' };
  const until = since + sparesMs;
  if (keptUntil < until) return { kind: 'spared', until };
  return { kind: now >= keptUntil ? 'over' : 'kept' };
}
