import type { Selectable } from 'kysely';
import { GuestId, InvitationId, LabId } from '#contract/ids.ts';
import type { GuestRecord, InvitationRecord, InvitationStore } from '#ports/invitation-store.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export class SqliteInvitationStore implements InvitationStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  addInvitation({ id, hash, lab, createdAt, expiresAt }: InvitationRecord): void {
    const row = { id, hash, lab, created_at: createdAt, expires_at: expiresAt };
    this.db.run(this.db.build.insertInto('invitations').values(row));
  }

  byHash(hash: string, now: number): InvitationRecord | undefined {
    const rows = this.db.build.selectFrom('invitations').selectAll().where('hash', '=', hash);
    const row = this.db.first(rows.where('expires_at', '>', now));
    return row && invitationOf(row);
  }

  invitations(lab: LabId, now: number): InvitationRecord[] {
    const rows = this.db.build.selectFrom('invitations').selectAll().where('lab', '=', lab);
    const open = rows.where('expires_at', '>', now).orderBy('created_at').orderBy('id');
    return this.db.all(open).map(invitationOf);
  }

  removeInvitation(id: InvitationId): void {
    this.db.transaction(() => {
      this.db.run(this.db.build.deleteFrom('guests').where('invitation', '=', id));
      this.db.run(this.db.build.deleteFrom('invitations').where('id', '=', id));
    });
  }

  addGuest({ createdAt, ...guest }: GuestRecord): void {
    this.db.run(this.db.build.insertInto('guests').values({ ...guest, created_at: createdAt }));
  }

  guestByHash(hash: string, now: number) {
    const guests = this.db.build.selectFrom('guests').selectAll().where('hash', '=', hash);
    const guest = this.db.first(guests);
    if (guest === undefined) return undefined;
    const rows = this.db.build.selectFrom('invitations').selectAll().where('id', '=', guest.invitation);
    const invitation = this.db.first(rows.where('expires_at', '>', now));
    return invitation && { guest: guestOf(guest), invitation: invitationOf(invitation) };
  }

  guests(invitation: InvitationId): GuestRecord[] {
    const rows = this.db.build.selectFrom('guests').selectAll().where('invitation', '=', invitation);
    return this.db.all(rows.orderBy('created_at').orderBy('id')).map(guestOf);
  }

  removeGuest(id: GuestId): void {
    this.db.run(this.db.build.deleteFrom('guests').where('id', '=', id));
  }

  prune(now: number): void {
    const { build } = this.db;
    const old = build.selectFrom('invitations').select('id').where('expires_at', '<=', now);
    for (const { id } of this.db.all(old)) this.removeInvitation(InvitationId.parse(id));
  }
}

const invitationOf = (row: Selectable<Tables['invitations']>): InvitationRecord => ({
  id: InvitationId.parse(row.id),
  hash: row.hash,
  lab: LabId.parse(row.lab),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

const guestOf = (row: Selectable<Tables['guests']>): GuestRecord => ({
  id: GuestId.parse(row.id),
  hash: row.hash,
  invitation: InvitationId.parse(row.invitation),
  name: row.name,
  createdAt: row.created_at,
});
