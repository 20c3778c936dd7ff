import type { Asked } from '#ports/cluster-api.ts';
import { type Call, Connection, type Reply } from './connection.ts';
import { Discovery, isResource, type Resource } from './discovery.ts';
import { isUnreachable, refusal, silence, type Unanswered } from './failure.ts';
import { readKubeconfig } from './kubeconfig.ts';

export type ReadKubeconfig = (signal: AbortSignal) => Promise<string>;
export type Found = Asked<Resource>;

/** One lab's API server: connects when first asked, and anew after it could not be reached. */
export class ApiServer {
  private readonly kubeconfig: ReadKubeconfig;
  private connection: Connection | undefined;
  private discovery = new Discovery();

  constructor(kubeconfig: ReadKubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /** A reply of any status, or why there is none. Throws only when the signal aborts. */
  async call(call: Call, limits: { signal: AbortSignal; withinMs: number }): Promise<Reply | Unanswered> {
    const { signal, withinMs } = limits;
    signal.throwIfAborted();
    const stop = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
    let connection: Connection | undefined;
    try {
      connection = await this.connected(stop);
      return await connection.call(call, stop);
    } catch (error) {
      signal.throwIfAborted();
      // Another call may have connected anew in the meantime.
      if (isUnreachable(error) && connection === this.connection) this.close();
      return silence(error, withinMs);
    }
  }

  async resource(
    apiVersion: string,
    kind: string,
    limits: { signal: AbortSignal; withinMs: number },
  ): Promise<Found> {
    let unanswered: Unanswered | undefined;
    const found = await this.discovery.find(apiVersion, kind, async (path) => {
      const reply = await this.call({ method: 'GET', path }, limits);
      if (isReply(reply)) return reply;
      unanswered = reply;
      return { status: 0, body: undefined };
    });
    if (unanswered) return unanswered;
    if (isResource(found)) return { kind: 'found', value: found };
    return found.status === 404 ? { kind: 'absent' } : refusal(found);
  }

  /** For what needs more than a call: a stream over the same identity. */
  async connected(signal: AbortSignal): Promise<Connection> {
    if (this.connection) return this.connection;
    const text = await this.kubeconfig(signal);
    this.connection ??= new Connection(readKubeconfig(text));
    return this.connection;
  }

  /** What was learnt of the server goes with the connection. */
  close(): void {
    this.connection?.close();
    this.connection = undefined;
    this.discovery = new Discovery();
  }
}

export const isReply = (answer: Reply | Unanswered): answer is Reply => 'status' in answer;
