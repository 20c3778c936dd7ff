import { Agent } from 'undici';
import { z } from 'zod';
import type { Access } from './kubeconfig.ts';

/** A lab's checks run side by side; more sockets would only queue in the API server. */
const sockets = 8;
const connectMs = 5_000;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query, below the server's address. */
  readonly path: string;
  readonly body?: string;
  readonly type?: string;
}

/** What the API server said, whatever it was. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** The kept connections to one API server, which know it by its CA and are known to it by their certificate. */
export class Connection {
  readonly server: string;
  readonly agent: Agent;

  constructor({ server, ca, cert, key }: Access) {
    this.server = server;
    this.agent = new Agent({ connections: sockets, connect: { ca, cert, key, timeout: connectMs } });
  }

  /** Rejects when no whole answer came. */
  async call({ method, path, body, type = 'application/json' }: Call, signal: AbortSignal): Promise<Reply> {
    const response = await this.agent.request({
      origin: this.server,
      path,
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': type }) },
      signal,
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.statusCode, body: asJson(await response.body.text()) };
  }

  close(): void {
    void this.agent.destroy();
  }
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
export function messageOf(reply: Reply): string {
  return Said.safeParse(reply.body).data?.message ?? `status ${reply.status}`;
}
