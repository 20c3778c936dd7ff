import { createHash, timingSafeEqual } from 'node:crypto';
import { type RequestHandler, Router } from 'express';
import { asFault, Fault } from '#domain/fault.ts';
import { perMinute } from '../rate-limits.ts';

export interface HealthRoutes {
  /** Rejects while the server cannot make labs. */
  ready(): Promise<void>;
  metrics(): Promise<{ text: string; contentType: string }>;
  /** Whoever sends it may read the metrics from anywhere; without it only this machine may. */
  readonly metricsToken: string | undefined;
}

/** For programs that watch the server. None of them needs a session, and none tells what a learner does. */
export function healthRoutes(parts: HealthRoutes): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => void res.type('text').send('ok\n'));
  router.get('/readyz', perMinute(120, 'ask whether the server is ready'), async (_req, res) => {
    res.setHeader('cache-control', 'no-store').type('text');
    try {
      await parts.ready();
      res.send('ok\n');
    } catch (error) {
      const { message, remedy } = asFault(error);
      res.status(503).send(`${message}\n${remedy}\n`);
    }
  });
  router.get('/metrics', metricsGuard(parts.metricsToken), async (_req, res) => {
    const { text, contentType } = await parts.metrics();
    res.setHeader('cache-control', 'no-store').setHeader('content-type', contentType);
    res.send(text);
  });
  return router;
}

const loopback = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** Without a token only programs on this machine may ask. Throws Fault `origin.refused`. */
function metricsGuard(token: string | undefined): RequestHandler {
  return (req, _res, next) => {
    const allowed =
      token === undefined
        ? loopback.test(req.socket.remoteAddress ?? '') && req.headers['x-forwarded-for'] === undefined
        : isSame(req.headers.authorization ?? '', `Bearer ${token}`);
    if (allowed) return next();
    throw new Fault(
      'origin.refused',
      'Metrics are for programs on this machine, or for those with the token.',
      {
        remedy: 'Set CKSLAB_METRICS_TOKEN and send it as "authorization: Bearer …".',
      },
    );
  };
}

/** Takes the same time whatever was sent. */
const isSame = (sent: string, wanted: string): boolean =>
  timingSafeEqual(createHash('sha256').update(sent).digest(), createHash('sha256').update(wanted).digest());
