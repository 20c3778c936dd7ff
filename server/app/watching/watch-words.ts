import type { InvitationView } from '#contract/watching.ts';
import { Fault } from '#domain/fault.ts';
import type { InvitationRecord } from '#ports/invitation-store.ts';

export const invitationView = ({ id, createdAt, expiresAt }: InvitationRecord): InvitationView => ({
  id,
  createdAt,
  expiresAt,
});

export const noInvitation = (): Fault =>
  new Fault('watch.not-found', 'This invitation is not valid: it has expired or was taken back.', {
    remedy: 'Ask for a new link.',
  });

export const noGuest = (): Fault =>
  new Fault('watch.not-found', 'There is no such guest in this lab.', { remedy: 'They may have left.' });

export const notWatching = (): Fault =>
  new Fault('watch.not-found', 'The lab that you watched is gone.', { remedy: 'Ask for a new link.' });

export const tooMany = (what: string, limit: number): Fault =>
  new Fault('watch.limit', `A lab has room for ${limit} ${what}, and that many are there.`, {
    remedy: 'Close one that is no longer needed, or end one that is not used.',
  });
