import type { GuestId, LabId } from '#contract/ids.ts';
import type { WatchedLab, WatchView } from '#contract/watching.ts';
import type { Clock } from '#ports/clock.ts';
import type { GuestRecord, InvitationRecord, InvitationStore } from '#ports/invitation-store.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { LabBook } from '../labs/lab-book.ts';
import type { Presence } from './presence.ts';
import type { ShellGallery } from './shell-gallery.ts';
import { invitationView, noGuest, notWatching } from './watch-words.ts';

/** A guest with the invitation that lets them in. */
export interface Visit {
  readonly guest: GuestRecord;
  readonly invitation: InvitationRecord;
}

export interface WatchRegisterParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly invitations: InvitationStore;
  readonly clock: Clock;
  readonly gallery: ShellGallery;
  readonly presence: Presence;
}

/** Who may look into labs, as learners and guests see it. */
export class WatchRegister {
  private readonly parts: WatchRegisterParts;

  constructor(parts: WatchRegisterParts) {
    this.parts = parts;
  }

  /** What a guest sees beside the terminals. Throws Fault `watch.not-found` once the lab is gone. */
  watched({ guest, invitation }: Visit): WatchedLab {
    const { book, library, gallery, presence } = this.parts;
    const record = book.store.get(invitation.lab);
    if (record === undefined || record.state === 'gone') throw notWatching();
    const { scenario, state } = record;
    const shown = ({ id, name }: GuestRecord) => ({ id, name, mayType: presence.mayType(id) });
    return {
      title: library.get(scenario)?.scenario.title ?? scenario,
      state,
      expiresAt: invitation.expiresAt,
      you: shown(guest),
      guests: this.guests(invitation.lab)
        .filter(({ id }) => presence.isHere(id))
        .map(shown),
      shells: gallery.of(invitation.lab),
    };
  }

  /** Everybody who may come to a lab, whether they are there or not. */
  guests(lab: LabId): GuestRecord[] {
    const { invitations, clock } = this.parts;
    return invitations.invitations(lab, clock.now()).flatMap(({ id }) => invitations.guests(id));
  }

  /** Throws Fault `watch.not-found`. */
  guestOf(lab: LabId, id: GuestId): GuestRecord {
    const guest = this.guests(lab).find((other) => other.id === id);
    if (guest === undefined) throw noGuest();
    return guest;
  }

  /** For the learner. */
  view(lab: LabId): WatchView {
    const { invitations, clock, presence } = this.parts;
    return {
      lab,
      invitations: invitations.invitations(lab, clock.now()).map(invitationView),
      guests: this.guests(lab).map(({ id, name, invitation }) => ({
        id,
        name,
        invitation,
        here: presence.isHere(id),
        mayType: presence.mayType(id),
      })),
    };
  }
}
