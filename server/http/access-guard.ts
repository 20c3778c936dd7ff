import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { Sessions } from '#app/access/sessions.ts';
import type { WatchDesk } from '#app/watching/watch-desk.ts';
import { routes } from '#contract/api.ts';
import { isAllowed, type Role, routeFor } from '#domain/access/permissions.ts';
import { Fault } from '#domain/fault.ts';
import { visitOf } from './guest-cookie.ts';
import { requireSession, sessionSecret } from './session-cookie.ts';

/** What the browser that asks may be taken for, by its cookies. */
export function rolesOf(req: IncomingMessage, sessions: Sessions, watching: WatchDesk): Set<Role> {
  const roles = new Set<Role>(['anyone']);
  if (sessions.isOpen(sessionSecret(req))) roles.add('learner');
  if (visitOf(req, watching) !== undefined) roles.add('guest');
  return roles;
}

export const denied = (): Fault =>
  new Fault('access.denied', 'A guest who watches a lab may not do this.', {
    remedy: 'Go back to the lab that you watch.',
  });

/** Asks the table of permissions ahead of every route of the API. A path that the contract does not have is for learners. */
export function accessGuard(sessions: Sessions, watching: WatchDesk): RequestHandler {
  return (req, _res, next) => {
    const roles = rolesOf(req, sessions, watching);
    if (isAllowed(routeFor(routes, req.method, req.baseUrl + req.path), roles)) return next();
    if (roles.has('guest')) throw denied();
    requireSession(req, sessions);
    // A learner asks for what only guests have.
    throw new Fault('session.missing', 'You are not invited to watch, or no longer.', {
      remedy: 'Ask for a new link.',
    });
  };
}
