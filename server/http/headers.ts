import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** What the browser may do with the page. Runs after the host was checked, since the policy names it. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The terminal writes its colours and sizes into style elements of its own.
        styleSrc: ["'self'", "'unsafe-inline'"],
        // Safari does not count the socket of the page's own host as 'self'.
        connectSrc: ["'self'", (req) => `ws://${req.headers.host ?? ''}`],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // There is no TLS on loopback: a browser that insisted on it would lock its user out.
    strictTransportSecurity: false,
  });
}
