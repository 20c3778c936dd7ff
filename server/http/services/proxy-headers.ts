import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { OpenedService } from '#app/services/lab-services.ts';

export const serviceCookie = 'cks-lab-service';

const ofTheLine = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** What a service must not decide for others that live on this machine. */
const notForBrowsers = new Set(['strict-transport-security', 'alt-svc', 'public-key-pins', 'expect-ct']);

/** What the service gets to see of a request: itself as the host, no cookie of the platform, no line between. */
export function toService(
  headers: IncomingHttpHeaders,
  service: OpenedService,
  own: string,
): OutgoingHttpHeaders {
  const sent: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) if (!ofTheLine.has(name)) sent[name] = value;
  const origin = `${service.scheme}://${service.authority}`;
  sent['host'] = service.authority;
  if (headers.origin === own) sent['origin'] = origin;
  if (headers.referer?.startsWith(`${own}/`) === true) {
    sent['referer'] = `${origin}${headers.referer.slice(own.length)}`;
  }
  const cookies = cookiesOf(headers).filter(([name]) => !name.startsWith('cks-lab'));
  delete sent['cookie'];
  if (cookies.length > 0) sent['cookie'] = cookies.map((pair) => pair.join('=')).join('; ');
  return sent;
}

/** What the browser gets to see of an answer: redirections to the service stay on its origin, cookies too. */
export function toBrowser(headers: IncomingHttpHeaders, service: OpenedService): OutgoingHttpHeaders {
  const sent: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!ofTheLine.has(name) && !notForBrowsers.has(name)) sent[name] = value;
  }
  const cookies = (headers['set-cookie'] ?? [])
    .filter((cookie) => !cookie.trimStart().startsWith('cks-lab'))
    .map((cookie) => cookie.replace(/;\s*domain=[^;]*/gi, ''));
  delete sent['set-cookie'];
  if (cookies.length > 0) sent['set-cookie'] = cookies;
  if (headers.location !== undefined) sent['location'] = onOwnOrigin(headers.location, service);
  // Nobody else's page may show it in a frame, or keep a hold on its window.
  sent['cross-origin-opener-policy'] ??= 'same-origin';
  return sent;
}

function onOwnOrigin(location: string, { authority }: OpenedService): string {
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(location);
  const [, host, rest = ''] = absolute ?? [];
  if (host?.toLowerCase() !== authority.toLowerCase()) return location;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

export function cookiesOf(headers: IncomingHttpHeaders): [name: string, value: string][] {
  return (headers.cookie ?? '').split(';').flatMap((pair) => {
    const [name = '', ...value] = pair.trim().split('=');
    return name === '' ? [] : [[name, value.join('=')] as [string, string]];
  });
}
