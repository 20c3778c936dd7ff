import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { Fault } from '#domain/fault.ts';

/** The names under which this server may be called. */
export interface Gate {
  /** A development server that passes requests on, with its own origin. */
  readonly devOrigin: string | undefined;
}

const refused = (message: string): Fault =>
  new Fault('origin.refused', message, {
    remedy: 'Open the page under the address that "./ckslab status" prints.',
  });

/**
 * Only pages of this server may talk to it. A foreign name that was made to point at loopback (DNS rebinding) shows in Host, a
 * foreign page in Origin or Sec-Fetch-Site. Throws Fault `origin.refused`.
 */
export function checkAddress(req: IncomingMessage, gate: Gate): void {
  const host = req.headers.host ?? '';
  if (!ownHosts(req, gate).includes(host)) throw refused('The request names another host.');
}

/** Throws Fault `origin.refused` for a request that a foreign page made. `must`: the browser has to say where it comes from. */
export function checkOrigin(req: IncomingMessage, gate: Gate, o: { must: boolean }): void {
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if (origin === undefined && o.must) throw refused('The request does not say which page it comes from.');
  const own = [`http://${req.headers.host ?? ''}`, gate.devOrigin];
  if (origin !== undefined && !own.includes(origin)) throw refused('The request comes from another page.');
  // Every other server on this machine counts as the same site, so same-origin alone is enough.
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw refused('The request comes from another page.');
  }
}

function ownHosts(req: IncomingMessage, { devOrigin }: Gate): string[] {
  const port = req.socket.localPort ?? 0;
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const own = names.map((name) => `${name}:${port}`);
  const dev = devOrigin === undefined ? [] : [new URL(devOrigin).host];
  // Browsers leave out the port that is the scheme's own.
  return port === 80 ? [...own, ...names, ...dev] : [...own, ...dev];
}

export function addressGuard(gate: Gate): RequestHandler {
  return (req, _res, next) => {
    checkAddress(req, gate);
    next();
  };
}

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** For the API: no foreign page, and what changes something carries a header that no form and no image can send. */
export function originGuard(gate: Gate): RequestHandler {
  return (req, _res, next) => {
    checkOrigin(req, gate, { must: false });
    if (!reading.has(req.method) && req.headers['x-cks-lab'] !== '1') {
      throw refused('The request lacks the header x-cks-lab.');
    }
    next();
  };
}
