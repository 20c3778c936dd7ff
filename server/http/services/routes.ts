import { Router } from 'express';
import { z } from 'zod';
import { sessionHash, type Sessions } from '#app/access/sessions.ts';
import type { LabServices } from '#app/services/lab-services.ts';
import { routes } from '#contract/api.ts';
import { LabId } from '#contract/ids.ts';
import { OpenService } from '#contract/services.ts';
import { answer } from '../answer.ts';
import { perMinute } from '../rate-limits.ts';
import { requireSession } from '../session-cookie.ts';
import { ticketPath } from './proxy.ts';

const Params = z.object({ lab: LabId });

export interface ServiceRoutesParts {
  readonly services: LabServices;
  readonly sessions: Sessions;
  /** The port of the origins of services. */
  readonly servicePort: () => number;
}

export function serviceRoutes({ services, sessions, servicePort }: ServiceRoutesParts): Router {
  const router = Router();
  router.post(
    routes.openService.path,
    perMinute(120, 'open services'),
    answer('openService', async (req, res) => {
      const session = sessionHash(requireSession(req, sessions));
      const gone = new AbortController();
      res.once('close', () => gone.abort());
      const { lab } = Params.parse(req.params);
      const { service, ticket } = await services.open(lab, OpenService.parse(req.body), session, gone.signal);
      res.status(201);
      const origin = `http://${service.id}.localhost:${servicePort()}`;
      return { url: `${origin}${ticketPath}?ticket=${ticket}`, expiresAt: service.expiresAt };
    }),
  );
  return router;
}
