import type { GuestId, InvitationId, LabId } from '#contract/ids.ts';

/** A link to watch a lab. Only the hash of its secret is kept. Times are milliseconds since the epoch. */
export interface InvitationRecord {
  readonly id: InvitationId;
  readonly hash: string;
  readonly lab: LabId;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Somebody who came by a link, known again by a secret of their own, of which the hash is kept. */
export interface GuestRecord {
  readonly id: GuestId;
  readonly hash: string;
  readonly invitation: InvitationId;
  readonly name: string;
  readonly createdAt: number;
}

/** Invitations and who came by them. What has expired is found by nobody. */
export interface InvitationStore {
  addInvitation(invitation: InvitationRecord): void;
  /** The invitation whose secret has this hash. */
  byHash(hash: string, now: number): InvitationRecord | undefined;
  /** Of a lab, oldest first. */
  invitations(lab: LabId, now: number): InvitationRecord[];
  /** Removes an invitation and everybody who came by it. */
  removeInvitation(id: InvitationId): void;
  addGuest(guest: GuestRecord): void;
  /** The guest whose secret has this hash, with the invitation. */
  guestByHash(
    hash: string,
    now: number,
  ): { readonly guest: GuestRecord; readonly invitation: InvitationRecord } | undefined;
  /** Who came by an invitation, oldest first. */
  guests(invitation: InvitationId): GuestRecord[];
  removeGuest(id: GuestId): void;
  /** Forgets invitations that expired before `now`, with their guests. */
  prune(now: number): void;
}
