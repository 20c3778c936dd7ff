import { type RateLimitRequestHandler, rateLimit } from 'express-rate-limit';
import { Fault } from '#domain/fault.ts';
import { sendProblem } from './problems.ts';

/** So many requests a minute, counted for the whole server: all callers are on this machine. */
export function perMinute(limit: number, what: string): RateLimitRequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: () => what,
    handler: (_req, res) => {
      const fault = new Fault('request.too-many', `Too many attempts to ${what} within a minute.`, {
        remedy: 'Wait a minute and try again.',
      });
      sendProblem(res, fault);
    },
  });
}
