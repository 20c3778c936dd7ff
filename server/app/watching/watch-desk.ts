import { randomBytes } from 'node:crypto';
import type { GuestId, InvitationId, LabId } from '#contract/ids.ts';
import type { EnterWatch, Invited, WatchedLab, WatchOver, WatchView } from '#contract/watching.ts';
import { freeName, guestName } from '#domain/access/guest-name.ts';
import { Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import type { EventBus, LabEvent } from '#ports/events.ts';
import type { Ids } from '#ports/ids.ts';
import type { InvitationStore } from '#ports/invitation-store.ts';
import type { Log } from '#ports/log.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { sessionHash } from '../access/sessions.ts';
import type { LabBook } from '../labs/lab-book.ts';
import type { HeardShell, ShellPlace } from '../shells/shell-listener.ts';
import { GuestLine, type GuestPage } from './guest-line.ts';
import { Presence } from './presence.ts';
import { ShellGallery } from './shell-gallery.ts';
import { type Visit, WatchRegister } from './watch-register.ts';
import { invitationView, noInvitation, tooMany } from './watch-words.ts';

export interface WatchDeskParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly invitations: InvitationStore;
  readonly bus: EventBus;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly log: Log;
}

const limits = { invitations: 5, guests: 8, pagesOfGuest: 3 };

/**
 * Lets others watch a lab by a link, and type while its learner lets them. Who may type is kept in memory alone: a server that
 * comes back lets nobody type until the learner says so again.
 */
export class WatchDesk {
  private readonly parts: WatchDeskParts;
  private readonly gallery: ShellGallery;
  private readonly presence = new Presence();
  private readonly register: WatchRegister;

  constructor(parts: WatchDeskParts) {
    this.parts = parts;
    this.gallery = new ShellGallery((lab) => this.tell(lab));
    this.register = new WatchRegister({ ...parts, gallery: this.gallery, presence: this.presence });
  }

  shellOpened(shell: HeardShell, place: ShellPlace): void {
    this.gallery.add(shell, place);
  }

  heard(event: LabEvent): void {
    if (event.type !== 'lab.changed') return;
    const { id, state } = event.lab;
    if (state === 'stopping' || state === 'gone') this.close(id, 'lab-stopped');
    else this.tellGuests(id);
  }

  /** Throws Fault `lab.not-found`. */
  view(lab: LabId): WatchView {
    this.parts.book.get(lab);
    return this.register.view(lab);
  }

  /** A new link. Throws Fault `lab.not-found`, `watch.limit`. */
  invite(lab: LabId, minutes: number): Invited {
    const { book, clock, ids, invitations } = this.parts;
    book.get(lab);
    const now = clock.now();
    invitations.prune(now);
    if (invitations.invitations(lab, now).length >= limits.invitations)
      throw tooMany('links', limits.invitations);
    const token = newSecret();
    const invitation = {
      id: ids.invitation(),
      hash: sessionHash(token),
      lab,
      createdAt: now,
      expiresAt: now + minutes * 60_000,
    };
    invitations.addInvitation(invitation);
    this.tell(lab);
    return { invitation: invitationView(invitation), token };
  }

  /** Takes a link back and cuts everybody who came by it. Throws Fault `watch.not-found`. */
  revoke(lab: LabId, id: InvitationId): WatchView {
    const { invitations, clock } = this.parts;
    const known = invitations.invitations(lab, clock.now()).some((invitation) => invitation.id === id);
    if (!known) throw noInvitation();
    this.remove(id, 'ended');
    return this.tell(lab);
  }

  /** Takes all links of a lab back. */
  endAll(lab: LabId): WatchView {
    this.parts.book.get(lab);
    this.close(lab, 'ended');
    return this.tell(lab);
  }

  /** Throws Fault `watch.not-found`. */
  letType(lab: LabId, id: GuestId, mayType: boolean): WatchView {
    const guest = this.register.guestOf(lab, id);
    this.presence.letType(guest.id, mayType);
    this.parts.log.info({ lab, guest: id, mayType }, 'guest may type');
    return this.tell(lab);
  }

  /** Sends one guest away; the link stays. Throws Fault `watch.not-found`. */
  dismiss(lab: LabId, id: GuestId): WatchView {
    const guest = this.register.guestOf(lab, id);
    this.parts.invitations.removeGuest(guest.id);
    this.presence.cut(guest.id, 'ended');
    return this.tell(lab);
  }

  /** The secret of a new guest. Throws Fault `watch.not-found`, `watch.limit`, `request.invalid`. */
  enter({ token, name: typed }: EnterWatch): { secret: string; visit: Visit } {
    const { clock, ids, invitations, log } = this.parts;
    const now = clock.now();
    const invitation = invitations.byHash(sessionHash(token), now);
    if (invitation === undefined) throw noInvitation();
    const name = guestName(typed);
    if (name === undefined) {
      throw new Fault('request.invalid', 'A name needs at least one letter.', {
        remedy: 'Type another name.',
      });
    }
    const others = this.register.guests(invitation.lab);
    if (others.length >= limits.guests) throw tooMany('guests', limits.guests);
    const secret = newSecret();
    const free = freeName(
      name,
      others.map((other) => other.name),
    );
    const guest = {
      id: ids.guest(),
      hash: sessionHash(secret),
      invitation: invitation.id,
      name: free,
      createdAt: now,
    };
    invitations.addGuest(guest);
    log.info({ lab: invitation.lab, guest: guest.id }, 'guest came');
    this.tell(invitation.lab);
    return { secret, visit: { guest, invitation } };
  }

  /** Who has this secret, while the invitation holds. */
  visit(secret: string | undefined): Visit | undefined {
    if (secret === undefined) return undefined;
    return this.parts.invitations.guestByHash(sessionHash(secret), this.parts.clock.now());
  }

  /** What a guest sees beside the terminals. Throws Fault `watch.not-found` once the lab is gone. */
  watched(visit: Visit): WatchedLab {
    return this.register.watched(visit);
  }

  leave({ guest, invitation }: Visit): void {
    this.parts.invitations.removeGuest(guest.id);
    this.presence.cut(guest.id, 'ended');
    this.tell(invitation.lab);
  }

  /** A page of a guest has been opened. Throws Fault `watch.limit`. */
  connect(visit: Visit, page: GuestPage): GuestLine {
    const { guest, invitation } = visit;
    if (this.presence.pages(guest.id) >= limits.pagesOfGuest) throw tooMany('pages', limits.pagesOfGuest);
    const stop = new AbortController();
    const line = new GuestLine({
      page,
      find: (shell) => this.gallery.find(invitation.lab, shell),
      mayType: () => this.presence.mayType(guest.id),
      closed: () => {
        stop.abort();
        this.presence.remove(guest.id, line);
        this.tell(invitation.lab);
      },
    });
    this.presence.add(guest.id, line);
    void this.untilExpired(visit, stop.signal);
    this.tell(invitation.lab);
    return line;
  }

  private async untilExpired({ invitation }: Visit, signal: AbortSignal): Promise<void> {
    const { clock } = this.parts;
    try {
      await clock.delay(Math.max(0, invitation.expiresAt - clock.now()), signal);
    } catch {
      return; // The page was closed before.
    }
    this.remove(invitation.id, 'expired');
    this.tell(invitation.lab);
  }

  private close(lab: LabId, why: WatchOver): void {
    const { invitations, clock } = this.parts;
    for (const { id } of invitations.invitations(lab, clock.now())) this.remove(id, why);
  }

  private remove(id: InvitationId, why: WatchOver): void {
    const guests = this.parts.invitations.guests(id);
    this.parts.invitations.removeInvitation(id);
    for (const guest of guests) this.presence.cut(guest.id, why);
  }

  /** Tells the learner and all guests how it is now. */
  private tell(lab: LabId): WatchView {
    const view = this.register.view(lab);
    this.parts.bus.publish({ type: 'watchers.changed', view });
    this.tellGuests(lab);
    return view;
  }

  private tellGuests(lab: LabId): void {
    const { invitations, clock } = this.parts;
    for (const invitation of invitations.invitations(lab, clock.now())) {
      for (const guest of invitations.guests(invitation.id)) {
        this.presence.tell(guest.id, () => this.register.watched({ guest, invitation }));
      }
    }
  }
}

/** 256 random bits. */
const newSecret = (): string => randomBytes(32).toString('base64url');
