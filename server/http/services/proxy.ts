import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LabServices, OpenedService } from '#app/services/lab-services.ts';
import { asFault, Fault } from '#domain/fault.ts';
import type { Log } from '#ports/log.ts';
import { problemFor } from '../problems.ts';
import { admitted, checkCaller, ownOrigin, serviceOf } from './proxy-guard.ts';
import { serviceCookie, toBrowser, toService } from './proxy-headers.ts';
import { WireAgent } from './wire-agent.ts';

/** The address that a ticket is handed in at. */
export const ticketPath = '/.cks-lab/open';

const largestBody = 64 * 1024 * 1024;
const answerMs = 60_000;
const idleMs = 600_000;
const atOnce = 48;

/**
 * The origins of services: a server of its own, on which every service has a host name of its own. Nothing of the platform
 * answers here, and no cookie of the platform comes here.
 */
export function createServiceProxy(services: LabServices, log: Log): Server {
  const proxy = new Proxy(services);
  const server = createServer({ headersTimeout: 15_000, requestTimeout: answerMs * 5 });
  server.maxConnections = 256;
  server.on('request', (req, res) => {
    proxy.serve(req, res).catch((error: unknown) => refuse(res, error, log));
  });
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => socket.destroy());
    proxy.upgrade(req, socket, head).catch((error: unknown) => refuseUpgrade(socket, error, log));
  });
  return server;
}

class Proxy {
  private readonly services: LabServices;
  private readonly agents = new Map<string, WireAgent>();
  private readonly underWay = new Map<string, number>();

  constructor(services: LabServices) {
    this.services = services;
  }

  async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.url?.startsWith(`${ticketPath}?`) === true) return this.enter(req, res);
    const service = admitted(req, this.services, { socket: false });
    if (Number(req.headers['content-length'] ?? 0) > largestBody) throw tooLarge();
    await this.counted(service, async () => {
      const sent = this.ask(service, req, toService(req.headers, service, ownOrigin(req)));
      res.once('close', () => sent.destroy());
      const answer = new Promise<IncomingMessage>((resolve, reject) => {
        sent.once('response', resolve).once('error', reject);
      });
      const body = pipeline(req, limited, sent);
      body.catch((error: unknown) => sent.destroy(asFault(error)));
      const got = await answer.catch((error: unknown) => {
        throw broken(error);
      });
      got.setTimeout?.(idleMs, () => got.destroy());
      res.writeHead(got.statusCode ?? 502, got.statusMessage, toBrowser(got.headers, service));
      await pipeline(got, res).catch(() => res.destroy());
    });
  }

  async upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const service = admitted(req, this.services, { socket: true });
    await this.counted(service, async () => {
      const headers = toService(req.headers, service, ownOrigin(req));
      const sent = this.ask(service, req, {
        ...headers,
        connection: 'Upgrade',
        upgrade: req.headers.upgrade,
      });
      sent.end();
      socket.once('close', () => sent.destroy());
      const { answer, line, first } = await upgraded(sent);
      const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage ?? ''}`, 'connection: Upgrade'];
      if (answer.headers.upgrade !== undefined) lines.push(`upgrade: ${answer.headers.upgrade}`);
      for (const [name, value] of Object.entries(toBrowser(answer.headers, service))) {
        for (const one of [value].flat()) lines.push(`${name}: ${String(one)}`);
      }
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      socket.write(first);
      line.write(head);
      service.closed.addEventListener('abort', () => socket.destroy(), { once: true });
      await Promise.all([pipeline(socket, line), pipeline(line, socket)]).catch(() => undefined);
      socket.destroy();
      line.destroy();
    });
  }

  private enter(req: IncomingMessage, res: ServerResponse): void {
    const id = serviceOf(req);
    // A link of the platform's page leads here, which is another site.
    if (req.headers['sec-fetch-site'] !== 'cross-site') checkCaller(req, { socket: false });
    if (req.method !== 'GET') throw closedDoor();
    const ticket = new URL(req.url ?? '', ownOrigin(req)).searchParams.get('ticket') ?? '';
    const { service, cookie } = this.services.enter(id, ticket);
    res.writeHead(303, {
      location: service.path,
      // Lax, since the person comes from another site; only this host name gets it, and no script.
      'set-cookie': `${serviceCookie}=${cookie}; HttpOnly; SameSite=Lax; Path=/`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    res.end();
  }

  private ask(service: OpenedService, req: IncomingMessage, headers: ReturnType<typeof toService>) {
    const agent = this.agents.get(service.id) ?? this.newAgent(service);
    const { method, url: path } = req;
    const sent = request({ agent, method, path, headers, setHost: false, timeout: answerMs });
    sent.once('timeout', () => sent.destroy(tooSlow()));
    return sent;
  }

  private newAgent(service: OpenedService): WireAgent {
    const agent = new WireAgent(service, () => this.services.dial(service.id));
    this.agents.set(service.id, agent);
    service.closed.addEventListener('abort', () => this.agents.delete(service.id), { once: true });
    return agent;
  }

  private async counted(service: OpenedService, work: () => Promise<void>): Promise<void> {
    const now = this.underWay.get(service.id) ?? 0;
    if (now >= atOnce) throw busy();
    this.underWay.set(service.id, now + 1);
    try {
      await work();
    } finally {
      const left = (this.underWay.get(service.id) ?? 1) - 1;
      if (left === 0) this.underWay.delete(service.id);
      else this.underWay.set(service.id, left);
    }
  }
}

async function* limited(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = largestBody;
  for await (const chunk of body) {
    left -= chunk.length;
    if (left < 0) throw tooLarge();
    yield chunk;
  }
}

function upgraded(sent: ReturnType<typeof request>): Promise<{
  readonly answer: IncomingMessage;
  readonly line: Duplex;
  readonly first: Buffer;
}> {
  return new Promise((resolve, reject) => {
    sent.once('upgrade', (answer, line, first) => resolve({ answer, line, first }));
    sent.once('response', (answer) => {
      answer.resume();
      reject(broken(new Error(`it answered ${answer.statusCode} instead of going on as a socket`)));
    });
    sent.once('error', (error) => reject(broken(error)));
  });
}

function refuse(res: ServerResponse, error: unknown, log: Log): void {
  const { status, problem } = problemFor(error);
  if (status >= 500) log.warn({ code: problem.code, message: problem.message }, 'service not reached');
  if (res.headersSent) return void res.destroy();
  res.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  res.end(`${problem.message}\n${problem.remedy}\n`);
}

function refuseUpgrade(socket: Duplex, error: unknown, log: Log): void {
  const { status, problem } = problemFor(error);
  log.warn({ code: problem.code }, 'socket to a service refused');
  if (socket.writable)
    socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function broken(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new Fault('service.unreachable', `The service did not answer as HTTP: ${why}.`, {
    remedy: 'Is it http or https, and the right port? Open it again from the lab with the other.',
    cause: error,
  });
}

const tooSlow = (): Fault =>
  new Fault('deadline.passed', `The service did not answer within ${answerMs / 1000} s.`, {
    remedy: 'Look in the lab what it does, then reload.',
  });
const tooLarge = (): Fault =>
  new Fault('request.too-large', 'More than 64 MiB cannot be sent to a service.', { remedy: 'Send less.' });
const busy = (): Fault =>
  new Fault('request.too-many', `${atOnce} requests to this service are under way.`, {
    remedy: 'Wait for them.',
  });
const closedDoor = (): Fault =>
  new Fault('service.closed', 'A service is opened by its link.', { remedy: 'Open it from its lab.' });
