import type { SnapshotCause } from '#contract/snapshots.ts';
import { roughly } from '../../ui/words.ts';

export function causeWords(cause: SnapshotCause): string {
  return cause.kind === 'check' ? `Before check ${cause.number}` : 'Saved by you';
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time of day: a lab rarely lives longer than one. */
export const moment = (at: number): string => time.format(at);

/** How long ago, as people say it. */
export function since(ms: number): string {
  return ms < 10_000 ? 'Just now' : `${roughly(ms)} ago`;
}
