import { describe, expect, test } from 'vitest';
import { MemoryInvitationStore } from '#adapters/memory/invitation-store.ts';
import type { LabId } from '#contract/ids.ts';
import { LabWorld } from '../../testing/lab-world.ts';
import type { GuestPage } from './guest-line.ts';
import { WatchDesk } from './watch-desk.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

class Page implements GuestPage {
  readonly told: string[] = [];

  output(): void {
    this.told.push('output');
  }

  screen(): void {
    this.told.push('screen');
  }

  resized(): void {
    this.told.push('resized');
  }

  ended(): void {
    this.told.push('ended');
  }

  changed(): void {
    this.told.push('changed');
  }

  over(why: string): void {
    this.told.push(`over: ${why}`);
  }
}

async function watching() {
  const world = new LabWorld();
  const lab = (await world.start()).id;
  const invitations = new MemoryInvitationStore();
  const { book, library, bus, ids, clock, log } = world;
  const make = () => new WatchDesk({ book, library, bus, ids, clock, log, invitations });
  const desk = make();
  world.bus.subscribe((event) => desk.heard(event));
  const come = (to: LabId = lab, minutes = 60) => {
    const { invitation, token } = desk.invite(to, minutes);
    const { secret, visit } = desk.enter({ token, name: 'Mia' });
    const page = new Page();
    return { invitation, token, secret, visit, page, line: desk.connect(visit, page) };
  };
  return { world, lab, invitations, desk, make, come };
}

describe('an invitation', () => {
  test('ends at its time, also for those who are there', async () => {
    const { world, desk, come, lab } = await watching();
    const { token, secret, page } = come(lab, 10);
    world.clock.advance(599_000);
    await turn();
    expect(page.told).not.toContain('over: expired');
    world.clock.advance(1000);
    await turn();
    expect(page.told.at(-1)).toBe('over: expired');
    expect(desk.visit(secret)).toBeUndefined();
    expect(() => desk.enter({ token, name: 'Mia' })).toThrow('not valid');
    expect(desk.view(lab)).toMatchObject({ invitations: [], guests: [] });
  });

  test('ends with its lab', async () => {
    const { world, desk, come, lab } = await watching();
    const { secret, page } = come();
    world.stop(lab);
    expect(page.told.at(-1)).toBe('over: lab-stopped');
    expect(desk.visit(secret)).toBeUndefined();
  });

  test('outlives the server; the right to type does not', async () => {
    const { desk, make, come, lab } = await watching();
    const { secret, visit } = come();
    desk.letType(lab, visit.guest.id, true);
    expect(desk.watched(visit).you.mayType).toBe(true);
    const next = make();
    const again = next.visit(secret);
    expect(again && next.watched(again).you).toEqual({ id: visit.guest.id, name: 'Mia', mayType: false });
  });

  test('is for one lab: what belongs to another is not found', async () => {
    const { world, desk, come, lab } = await watching();
    const other = (await world.start('host')).id;
    const { invitation, visit } = come();
    expect(() => desk.revoke(other, invitation.id)).toThrow('not valid');
    expect(() => desk.letType(other, visit.guest.id, true)).toThrow('no such guest');
    expect(() => desk.dismiss(other, visit.guest.id)).toThrow('no such guest');
    expect(desk.view(lab).guests).toHaveLength(1);
  });

  test('keeps no secret', async () => {
    const { invitations, come, lab, world } = await watching();
    const { token, secret, visit } = come();
    const kept = JSON.stringify([invitations.invitations(lab, world.clock.now()), visit]);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(secret);
  });
});

test('a guest has few pages at once, and closing one makes room', async () => {
  const { desk, come } = await watching();
  const { visit, line } = come();
  for (let n = 0; n < 2; n += 1) desk.connect(visit, new Page());
  expect(() => desk.connect(visit, new Page())).toThrow('room for 3 pages');
  line.close();
  line.close();
  expect(desk.connect(visit, new Page())).toBeDefined();
});
