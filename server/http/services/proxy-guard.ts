import type { IncomingMessage } from 'node:http';
import type { LabServices, OpenedService } from '#app/services/lab-services.ts';
import { Fault } from '#domain/fault.ts';
import { cookiesOf, serviceCookie } from './proxy-headers.ts';

const refused = (message: string): Fault =>
  new Fault('origin.refused', message, { remedy: 'Open the service from its lab.' });

/** The id that the host name holds. Throws Fault `origin.refused` for every other name and port. */
export function serviceOf(req: IncomingMessage): string {
  const port = req.socket.localPort ?? 0;
  const [, id, named] = /^([a-z2-7]{20})\.localhost(?::(\d+))?$/.exec(req.headers.host ?? '') ?? [];
  if (id === undefined || Number(named ?? 80) !== port) throw refused('The request names another host.');
  return id;
}

export const ownOrigin = (req: IncomingMessage): string => `http://${req.headers.host ?? ''}`;

/**
 * Only the service's own pages may ask it for anything, apart from a person who opens an address of it. `socket`: the browser
 * has to say where it comes from. Throws Fault `origin.refused`.
 */
export function checkCaller(req: IncomingMessage, o: { socket: boolean }): void {
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if (origin === undefined && o.socket) throw refused('The request does not say which page it comes from.');
  if (origin !== undefined && origin !== ownOrigin(req))
    throw refused('The request comes from another page.');
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  const isOpening =
    req.method === 'GET' &&
    req.headers['sec-fetch-mode'] === 'navigate' &&
    req.headers['sec-fetch-dest'] === 'document';
  if (!isOpening) throw refused('The request comes from another page.');
}

/** The service that the request may reach. Throws Fault `origin.refused`, `service.closed`. */
export function admitted(req: IncomingMessage, services: LabServices, o: { socket: boolean }): OpenedService {
  const id = serviceOf(req);
  checkCaller(req, o);
  const cookie = cookiesOf(req.headers).find(([name]) => name === serviceCookie)?.[1];
  return services.require(id, cookie);
}
