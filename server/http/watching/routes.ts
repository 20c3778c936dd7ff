import { Router } from 'express';
import { z } from 'zod';
import type { WatchDesk } from '#app/watching/watch-desk.ts';
import { routes } from '#contract/api.ts';
import { GuestId, InvitationId, LabId } from '#contract/ids.ts';
import { EnterWatch, Invite, LetType } from '#contract/watching.ts';
import { answer } from '../answer.ts';
import { clearGuest, requireVisit, setGuest } from '../guest-cookie.ts';
import { perMinute } from '../rate-limits.ts';

const OfLab = z.object({ lab: LabId });
const OfInvitation = z.object({ lab: LabId, invitation: InvitationId });
const OfGuest = z.object({ lab: LabId, guest: GuestId });

export function watchingRoutes(watching: WatchDesk): Router {
  const router = Router();
  learnersRoutes(router, watching);
  guestsRoutes(router, watching);
  return router;
}

function learnersRoutes(router: Router, watching: WatchDesk): void {
  router.get(
    routes.watchers.path,
    answer('watchers', (req) => watching.view(OfLab.parse(req.params).lab)),
  );
  router.delete(
    routes.endWatching.path,
    answer('endWatching', (req) => watching.endAll(OfLab.parse(req.params).lab)),
  );
  router.post(
    routes.invite.path,
    perMinute(30, 'invite others'),
    answer('invite', (req) => watching.invite(OfLab.parse(req.params).lab, Invite.parse(req.body).minutes)),
  );
  router.delete(
    routes.revoke.path,
    answer('revoke', (req) => {
      const { lab, invitation } = OfInvitation.parse(req.params);
      return watching.revoke(lab, invitation);
    }),
  );
  router.put(
    routes.letType.path,
    answer('letType', (req) => {
      const { lab, guest } = OfGuest.parse(req.params);
      return watching.letType(lab, guest, LetType.parse(req.body).mayType);
    }),
  );
  router.delete(
    routes.dismiss.path,
    answer('dismiss', (req) => {
      const { lab, guest } = OfGuest.parse(req.params);
      return watching.dismiss(lab, guest);
    }),
  );
}

function guestsRoutes(router: Router, watching: WatchDesk): void {
  router.post(
    routes.enterWatch.path,
    perMinute(60, 'watch a lab'),
    answer('enterWatch', (req, res) => {
      const { secret, visit } = watching.enter(EnterWatch.parse(req.body));
      const { createdAt } = visit.guest;
      setGuest(req, res, secret, visit.invitation.expiresAt - createdAt);
      return watching.watched(visit);
    }),
  );
  router.get(
    routes.watch.path,
    answer('watch', (req) => watching.watched(requireVisit(req, watching))),
  );
  router.delete(
    routes.leaveWatch.path,
    answer('leaveWatch', (req, res) => {
      watching.leave(requireVisit(req, watching));
      clearGuest(req, res);
      return null;
    }),
  );
}
