import { z } from 'zod';
import { GuestId, InvitationId, LabId, ShellId, Slug } from './ids.ts';
import { LabState } from './lab.ts';

/** A link by which others may look into one lab. Its secret is shown once, when it is made, and never again. */
export const InvitationView = z.strictObject({
  id: InvitationId,
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
});
export type InvitationView = z.infer<typeof InvitationView>;

/** Somebody who came by a link, under the name that they gave. */
export const GuestView = z.strictObject({
  id: GuestId,
  name: z.string(),
  invitation: InvitationId,
  /** Has the page open now. */
  here: z.boolean(),
  /** May type into the terminals of the lab. */
  mayType: z.boolean(),
});
export type GuestView = z.infer<typeof GuestView>;

/** Who may look into a lab, for its learner. */
export const WatchView = z.strictObject({
  lab: LabId,
  invitations: z.array(InvitationView),
  guests: z.array(GuestView),
});
export type WatchView = z.infer<typeof WatchView>;

export const Invite = z.strictObject({ minutes: z.number().int().min(5).max(1440) });
export type Invite = z.infer<typeof Invite>;

/** `token` is the secret of the link: 256 random bits. */
export const Invited = z.strictObject({ invitation: InvitationView, token: z.string() });
export type Invited = z.infer<typeof Invited>;

export const LetType = z.strictObject({ mayType: z.boolean() });
export type LetType = z.infer<typeof LetType>;

export const EnterWatch = z.strictObject({
  token: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
});
export type EnterWatch = z.infer<typeof EnterWatch>;

/** All that a guest sees beside what the terminals show. */
export const WatchedLab = z.strictObject({
  title: z.string(),
  state: LabState,
  expiresAt: z.number().int(),
  you: z.strictObject({ id: GuestId, name: z.string(), mayType: z.boolean() }),
  /** Everybody who is there now, you included; the learner has no name and is not listed. */
  guests: z.array(z.strictObject({ id: GuestId, name: z.string(), mayType: z.boolean() })),
  shells: z.array(z.strictObject({ shell: ShellId, terminal: Slug, user: z.string() })),
});
export type WatchedLab = z.infer<typeof WatchedLab>;

/** Why a guest may no longer watch. */
export const WatchOver = z.enum(['ended', 'expired', 'lab-stopped']);
export type WatchOver = z.infer<typeof WatchOver>;
