import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import { type Sessions, sessionMs } from '#app/access/sessions.ts';
import { Fault } from '#domain/fault.ts';

/** Cookies do not know ports: the port in the name keeps two installations on one machine apart. */
const nameFor = (req: IncomingMessage): string => `cks-lab-${req.socket.localPort ?? 0}`;

/** The session's secret that the browser sent, or undefined. */
export function sessionSecret(req: IncomingMessage): string | undefined {
  return cookieOf(req, nameFor(req));
}

/** A cookie that the browser sent, by its name. */
export function cookieOf(req: IncomingMessage, name: string): string | undefined {
  const prefix = `${name}=`;
  const cookies = (req.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
}

/** Throws Fault `session.missing`; otherwise returns the session's secret. */
export function requireSession(req: IncomingMessage, sessions: Sessions): string {
  const secret = sessionSecret(req);
  if (secret !== undefined && sessions.isOpen(secret)) return secret;
  throw new Fault('session.missing', 'This browser is not signed in.', {
    remedy: 'Run "./ckslab status" and open the address that it prints.',
  });
}

export function setSession(req: IncomingMessage, res: Response, secret: string): void {
  res.cookie(nameFor(req), secret, { ...attributes, maxAge: sessionMs });
}

export function clearSession(req: IncomingMessage, res: Response): void {
  res.clearCookie(nameFor(req), attributes);
}

// Not `secure`: the page is served on loopback without TLS, and Safari would then drop the cookie.
const attributes = { httpOnly: true, sameSite: 'strict', path: '/' } as const;
