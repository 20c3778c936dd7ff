import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Sessions } from '#app/access/sessions.ts';
import { routes } from '#contract/api.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { answer } from '../answer.ts';
import { problemFor } from '../problems.ts';
import { clearSession, requireSession, sessionSecret, setSession } from '../session-cookie.ts';

const Query = z.object({ token: z.string().min(1).max(200) });

/** The door: a one-time address in, a cookie out. The answer is for a person, so it is not JSON. */
export function enterRoute(sessions: Sessions): RequestHandler {
  return async (req, res) => {
    res.setHeader('cache-control', 'no-store');
    // Whoever is in already may open an old address again, for example from the history of the browser.
    if (sessions.isOpen(sessionSecret(req))) return res.redirect(303, '/');
    try {
      setSession(req, res, await sessions.enter(Query.parse(req.query).token));
      res.redirect(303, '/');
    } catch (error) {
      const fault = error instanceof z.ZodError ? noToken(error) : asFault(error);
      const { status, problem } = problemFor(fault);
      res.status(status).type('text').send(`${problem.message}\n${problem.remedy}\n`);
    }
  };
}

const noToken = (cause: unknown): Fault =>
  new Fault('session.token-used', 'This address lacks its token.', {
    remedy: 'Run "./ckslab status" and open the address that it prints.',
    cause,
  });

/** `left` hears of the session's end, to cut what is still connected with it. */
export function sessionRoutes(sessions: Sessions, left: (secret: string) => void): Router {
  const router = Router();
  router.delete(
    routes.leave.path,
    answer('leave', (req, res) => {
      const secret = requireSession(req, sessions);
      sessions.leave(secret);
      clearSession(req, res);
      left(secret);
      return null;
    }),
  );
  return router;
}
