import { randomBytes } from 'node:crypto';
import { AttemptId, GuestId, InvitationId, LabId, RunId, ShellId } from '#contract/ids.ts';
import type { Ids } from '#ports/ids.ts';

const digits = 'abcdefghijklmnopqrstuvwxyz234567';

/** Random base32 text: 32 divides 256, so that every digit is equally likely. */
function random(length: number): string {
  return Array.from(randomBytes(length), (byte) => digits[byte % 32]).join('');
}

export const randomIds: Ids = {
  lab: () => LabId.parse(`lab-${random(8)}`),
  attempt: () => AttemptId.parse(`att-${random(12)}`),
  run: () => RunId.parse(`run-${random(12)}`),
  shell: () => ShellId.parse(`sh-${random(12)}`),
  invitation: () => InvitationId.parse(`inv-${random(12)}`),
  guest: () => GuestId.parse(`gst-${random(12)}`),
};
