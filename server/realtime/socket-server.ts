import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import { type Sessions, sessionHash } from '#app/access/sessions.ts';
import type { LabDesk } from '#app/labs/lab-desk.ts';
import type { SparePool } from '#app/labs/spares/spare-pool.ts';
import type { WatchDesk } from '#app/watching/watch-desk.ts';
import type { Shells } from '#app/shells/shells.ts';
import { isAllowed, type Role } from '#domain/access/permissions.ts';
import { asFault } from '#domain/fault.ts';
import { checkAddress, checkOrigin, type Gate } from '#http/same-origin.ts';
import { denied, rolesOf } from '#http/access-guard.ts';
import { problemFor } from '#http/problems.ts';
import { requireVisit } from '#http/guest-cookie.ts';
import { requireSession } from '#http/session-cookie.ts';
import type { EventBus } from '#ports/events.ts';
import type { Log } from '#ports/log.ts';
import { sparingly } from './sparingly.ts';
import { serveLabs } from './labs.ts';
import { serveLooks } from './looks.ts';
import { serveTerminals } from './terminal.ts';
import { serveWatchers } from './watch.ts';
import { TokenBucket } from '#domain/terminal/token-bucket.ts';

export interface SocketParts {
  readonly http: HttpServer;
  readonly gate: Gate;
  readonly sessions: Sessions;
  readonly labs: LabDesk;
  readonly shells: Shells;
  readonly watching: WatchDesk;
  readonly spares: SparePool;
  readonly bus: EventBus;
  readonly log: Log;
}

export interface Sockets {
  /** Cuts what is connected with a session. */
  cut(secret: string): void;
  close(): Promise<void>;
}

const maxSockets = 64;
/** Of them, as many may be guests': they never take the last from the learner. */
const maxGuests = 24;
/** Per socket: a paste of a few megabytes passes, a page gone wild does not. One token is an event or 4 kB of it. */
const burst = 4000;
const perSecond = 1000;
const sessionRoom = (secret: string): string => `session:${sessionHash(secret)}`;

export function openSockets(parts: SocketParts): Sockets {
  const io = new Server(parts.http, {
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: 128 * 1024,
    perMessageDeflate: false,
    // A browser that vanished without a word brakes its shells until it is missed.
    pingInterval: 10_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    allowRequest: (req, done) => {
      const reason = refusal(req, parts, io.engine.clientsCount);
      if (reason !== undefined) parts.log.warn({ reason }, 'socket refused');
      done(reason, reason === undefined);
    },
  });
  io.engine.on('connection', (raw) => raw.once('close', (reason: string) => tellFault(reason, parts.log)));
  const namespaces = [io.of('/labs'), io.of('/terminal')] as const;
  for (const namespace of namespaces) guard(namespace, parts);
  const watchers = io.of('/watch');
  guardGuests(watchers, parts);
  const unsubscribe = serveLabs(namespaces[0], parts.labs, parts.bus, parts.log);
  serveLooks(namespaces[0], parts.spares, parts.log);
  serveTerminals(namespaces[1], parts.shells, parts.log);
  serveWatchers(watchers, parts.watching, parts.log);
  return {
    cut: (secret) => {
      for (const namespace of namespaces) namespace.in(sessionRoom(secret)).disconnectSockets(true);
    },
    close: async () => {
      unsubscribe();
      await io.close();
    },
  };
}

function refusal(
  req: IncomingMessage,
  { gate, sessions, watching }: SocketParts,
  connected: number,
): string | undefined {
  try {
    checkAddress(req, gate);
    checkOrigin(req, gate, { must: true });
    // Which of the two it is decides at its namespace.
    if (!rolesOf(req, sessions, watching).has('guest')) requireSession(req, sessions);
  } catch (error) {
    return asFault(error).code;
  }
  return connected >= maxSockets ? 'request.too-many' : undefined;
}

function guard(namespace: Namespace, { sessions, log }: SocketParts): void {
  namespace.use((socket, next) => {
    // Asked again: a session may have ended since its socket was opened.
    try {
      const secret = requireSession(socket.request, sessions);
      void socket.join(sessionRoom(secret));
      next();
    } catch (error) {
      next(asFault(error));
    }
  });
  namespace.on('connection', (socket) => limit(socket, 'learner', log));
}

/** Other reasons are how pages leave. */
function tellFault(reason: string, log: Log): void {
  if (reason === 'parse error' || reason === 'transport error') log.warn({ reason }, 'socket sent nonsense');
}

function guardGuests(namespace: Namespace, { watching, log }: SocketParts): void {
  namespace.use((socket, next) => {
    try {
      requireVisit(socket.request, watching);
      next(namespace.sockets.size >= maxGuests ? denied() : undefined);
    } catch (error) {
      next(asFault(error));
    }
  });
  namespace.on('connection', (socket) => limit(socket, 'guest', log));
}

function limit(socket: Socket, role: Role, log: Log): void {
  const roles = new Set([role]);
  const words = sparingly(log);
  const bucket = new TokenBucket(burst, perSecond);
  socket.use(([event, request, ack]: unknown[], next) => {
    // What is not allowed counts as well: nobody may ask for it without end.
    if (!bucket.take(1 + sizeOf(request) / 4096, performance.now())) {
      // What was on its way still comes in.
      if (!socket.disconnected) log.warn({ event: shortened(event) }, 'socket sent too much');
      socket.disconnect(true);
      return;
    }
    if (isAllowed(String(event), roles)) return next();
    words.warn({ event: shortened(event), role }, 'socket may not do this');
    if (typeof ack === 'function') ack({ ok: false, problem: problemFor(denied()).problem });
  });
  socket.onAny((event: unknown, ...values: unknown[]) => {
    // What is not allowed was answered already.
    if (socket.listenerCount(String(event)) > 0 || !isAllowed(String(event), roles)) return;
    words.warn({ event: shortened(event) }, 'unknown event');
    const answer = values.at(-1);
    if (typeof answer === 'function') answer({ ok: false, problem: unknownEvent });
  });
}

const unknownEvent = {
  code: 'request.invalid',
  message: 'The server does not know this event.',
  remedy: 'Reload the page: it may be older than the server.',
};

const shortened = (event: unknown): string => String(event).slice(0, 40);

/** Strings anywhere in a request cost; nothing else of it can be long. */
function sizeOf(request: unknown): number {
  if (typeof request === 'string') return request.length;
  if (typeof request !== 'object' || request === null || !('data' in request)) return 0;
  return typeof request.data === 'string' ? request.data.length : 0;
}
