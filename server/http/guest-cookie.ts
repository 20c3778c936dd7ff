import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import type { WatchDesk } from '#app/watching/watch-desk.ts';
import type { Visit } from '#app/watching/watch-register.ts';
import { Fault } from '#domain/fault.ts';
import { cookieOf } from './session-cookie.ts';

/** A cookie of its own: whoever learns in this browser and watches another's lab keeps both apart. */
const nameFor = (req: IncomingMessage): string => `cks-lab-guest-${req.socket.localPort ?? 0}`;

/** The visit that the browser's guest cookie stands for, while its invitation holds. */
export function visitOf(req: IncomingMessage, watching: WatchDesk): Visit | undefined {
  return watching.visit(cookieOf(req, nameFor(req)));
}

/** Throws Fault `session.missing` when the browser has no valid guest cookie. */
export function requireVisit(req: IncomingMessage, watching: WatchDesk): Visit {
  const visit = visitOf(req, watching);
  if (visit !== undefined) return visit;
  throw new Fault('session.missing', 'You are not invited to watch, or no longer.', {
    remedy: 'Ask for a new link.',
  });
}

export function setGuest(req: IncomingMessage, res: Response, secret: string, maxAge: number): void {
  res.cookie(nameFor(req), secret, { ...attributes, maxAge });
}

export function clearGuest(req: IncomingMessage, res: Response): void {
  res.clearCookie(nameFor(req), attributes);
}

const attributes = { httpOnly: true, sameSite: 'strict', path: '/' } as const;
