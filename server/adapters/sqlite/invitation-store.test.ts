import { afterEach, describe, expect, test } from 'vitest';
import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryInvitationStore } from '#adapters/memory/invitation-store.ts';
import type { InvitationStore } from '#ports/invitation-store.ts';
import { Database } from './database.ts';
import { SqliteInvitationStore } from './invitation-store.ts';

const ids = new CountingIds();
let open: Database | undefined;
afterEach(() => {
  open?.close();
  open = undefined;
});

function sqlite(): InvitationStore {
  open = new Database(':memory:');
  return new SqliteInvitationStore(open);
}

const invitation = (hash: string, lab = ids.lab(), createdAt = 100) => ({
  id: ids.invitation(),
  hash,
  lab,
  createdAt,
  expiresAt: createdAt + 100,
});

describe.each([
  ['SQLite', sqlite],
  ['memory', () => new MemoryInvitationStore()],
])('invitations in %s', (_, make) => {
  test('are found by their hash until they expire', () => {
    const store = make();
    const one = invitation('h1');
    store.addInvitation(one);
    expect(store.byHash('h1', 199)).toEqual(one);
    expect(store.byHash('h1', 200)).toBeUndefined();
    expect(store.byHash('h2', 150)).toBeUndefined();
  });

  test('are listed for their lab, oldest first', () => {
    const store = make();
    const [one, two] = [invitation('h1'), invitation('h2')];
    const three = { ...invitation('h3', one.lab, 150) };
    for (const each of [one, two, three]) store.addInvitation(each);
    expect(store.invitations(one.lab, 160)).toEqual([one, three]);
    expect(store.invitations(one.lab, 220)).toEqual([three]);
  });

  test('take their guests along', () => {
    const store = make();
    const [one, two] = [invitation('h1'), invitation('h2')];
    const guestOf = (of: typeof one, hash: string) => ({
      id: ids.guest(),
      hash,
      invitation: of.id,
      name: 'Mia',
      createdAt: 120,
    });
    const [mia, other] = [guestOf(one, 'g1'), guestOf(two, 'g2')];
    for (const each of [one, two]) store.addInvitation(each);
    for (const each of [mia, other]) store.addGuest(each);
    expect(store.guestByHash('g1', 150)).toEqual({ guest: mia, invitation: one });
    expect(store.guestByHash('g1', 200)).toBeUndefined();
    store.removeInvitation(one.id);
    expect(store.guestByHash('g1', 150)).toBeUndefined();
    expect(store.guests(two.id)).toEqual([other]);
    store.removeGuest(other.id);
    expect(store.guests(two.id)).toEqual([]);
    store.addGuest(guestOf(two, 'g3'));
    store.prune(200);
    expect(store.byHash('h2', 150)).toBeUndefined();
    expect(store.guestByHash('g3', 150)).toBeUndefined();
  });
});
