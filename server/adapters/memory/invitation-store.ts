import type { GuestId, InvitationId, LabId } from '#contract/ids.ts';
import type { GuestRecord, InvitationRecord, InvitationStore } from '#ports/invitation-store.ts';

/** Keeps invitations as long as the process lives. Held to the same suite as the SQLite store. */
export class MemoryInvitationStore implements InvitationStore {
  private open: InvitationRecord[] = [];
  private came: GuestRecord[] = [];

  addInvitation(invitation: InvitationRecord): void {
    this.open.push(invitation);
  }

  byHash(hash: string, now: number): InvitationRecord | undefined {
    return this.open.find((invitation) => invitation.hash === hash && invitation.expiresAt > now);
  }

  invitations(lab: LabId, now: number): InvitationRecord[] {
    return this.open.filter((invitation) => invitation.lab === lab && invitation.expiresAt > now);
  }

  removeInvitation(id: InvitationId): void {
    this.open = this.open.filter((invitation) => invitation.id !== id);
    this.came = this.came.filter((guest) => guest.invitation !== id);
  }

  addGuest(guest: GuestRecord): void {
    this.came.push(guest);
  }

  guestByHash(hash: string, now: number) {
    const guest = this.came.find((other) => other.hash === hash);
    const invitation = this.open.find(({ id, expiresAt }) => id === guest?.invitation && expiresAt > now);
    return guest === undefined || invitation === undefined ? undefined : { guest, invitation };
  }

  guests(invitation: InvitationId): GuestRecord[] {
    return this.came.filter((guest) => guest.invitation === invitation);
  }

  removeGuest(id: GuestId): void {
    this.came = this.came.filter((guest) => guest.id !== id);
  }

  prune(now: number): void {
    for (const { id, expiresAt } of this.open) if (expiresAt <= now) this.removeInvitation(id);
  }
}
