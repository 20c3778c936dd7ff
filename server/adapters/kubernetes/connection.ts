import { Agent } from 'undici';
import { z } from 'zod';
import type { Caller } from '#ports/cluster-api.ts';
import type { Access } from './kubeconfig.ts';

/** A lab's checks run side by side; more sockets would only queue in the API server. */
const sockets = 8;
const connectMs = 5_000;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query, below the server's address. */
  readonly path: string;
  readonly body?: string;
  readonly type?: string;
  readonly as?: Caller | undefined;
  readonly userAgent?: string | undefined;
}

/** What the API server said, whatever it was. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
}

/** The kept connections to one API server, which know it by its CA and are known to it by their certificate or token. */
export class Connection {
  readonly server: string;
  readonly agent: Agent;
  /** What has to be said beside the certificate. */
  readonly identity: Readonly<Record<string, string>>;
  private readonly ca: Access['ca'];

  constructor({ server, ca, credentials }: Access) {
    this.server = server;
    this.ca = ca;
    const shown = 'token' in credentials ? {} : credentials;
    this.identity = 'token' in credentials ? bearer(credentials.token) : {};
    this.agent = new Agent({ connections: sockets, connect: { ca, ...shown, timeout: connectMs } });
  }

  /** Rejects when no whole answer came. */
  async call(call: Call, signal: AbortSignal): Promise<Reply> {
    const { as } = call;
    if (as === undefined || 'user' in as) {
      return send(this.agent, this.server, { ...call, identity: this.identity }, signal);
    }
    // The platform's certificate would win over any other credentials.
    const own = 'cert' in as ? { cert: as.cert, key: as.key } : {};
    const agent = new Agent({ connections: 1, connect: { ca: this.ca, ...own, timeout: connectMs } });
    try {
      return await send(agent, this.server, call, signal);
    } finally {
      void agent.destroy();
    }
  }

  /** Nothing new is taken. What is under way has a deadline of its own: that one call got no connection says nothing of the others. */
  close(): void {
    void this.agent.close();
  }
}

type Sent = Call & { readonly identity?: Connection['identity'] };

/** A request that waits for its turn does not hear the signal until it is sent, which may be never. */
async function send(agent: Agent, origin: string, call: Sent, signal: AbortSignal): Promise<Reply> {
  signal.throwIfAborted();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([answered(agent, origin, call, signal), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function answered(agent: Agent, origin: string, call: Sent, signal: AbortSignal): Promise<Reply> {
  const { method, path, body, type = 'application/json', as, userAgent, identity } = call;
  const response = await agent.request({
    origin,
    path,
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': type }),
      ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
      ...identity,
      ...headersOf(as),
    },
    signal,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.body.text();
  return { status: response.statusCode, body: asJson(text), text };
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

function headersOf(as: Caller | undefined): Record<string, string | string[]> {
  if (as === undefined || 'cert' in as) return {};
  if ('token' in as) return bearer(as.token);
  return { 'impersonate-user': as.user, 'impersonate-group': [...as.groups] };
}

/** Proxies and early errors answer in plain text. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.trim() };
  }
}

const Said = z.object({ message: z.string().min(1) });

/** The server's own words about a refused call. */
export function messageOf(reply: Pick<Reply, 'status' | 'body'>): string {
  return Said.safeParse(reply.body).data?.message ?? `status ${reply.status}`;
}
