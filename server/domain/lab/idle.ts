/** When a lab that nobody uses ends. Times in milliseconds. */
export interface IdlePolicy {
  /** Since the last sign of its learner; 0: never. */
  readonly endsAfterMs: number;
  /** So long before the end the page says so. */
  readonly warnsMs: number;
}

export type Idle =
  | { readonly kind: 'used' }
  /** Nobody has used it for long: it ends at this time unless somebody does. */
  | { readonly kind: 'warned'; readonly endsAt: number }
  | { readonly kind: 'over' };

/** How a lab stands that was last used at `lastUse`. */
export function idleAt(now: number, lastUse: number, { endsAfterMs, warnsMs }: IdlePolicy): Idle {
  if (endsAfterMs <= 0) return { kind: 'used' };
  const endsAt = lastUse + endsAfterMs;
  if (now >= endsAt) return { kind: 'over' };
  return now >= endsAt - warnsMs ? { kind: 'warned', endsAt } : { kind: 'used' };
}
