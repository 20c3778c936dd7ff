import { Agent, type AgentOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { OpenedService } from '#app/services/lab-services.ts';
import type { Wire } from '#ports/lab-network.ts';
import { WireSocket } from './wire-socket.ts';

const options: AgentOptions = { keepAlive: true, maxSockets: 24, maxFreeSockets: 6 };
type Done = (error: Error | null, socket: Duplex) => void;

/** Connections of one service, kept from one request to the next: making one starts a process in the lab. */
export class WireAgent extends Agent {
  private readonly service: OpenedService;
  private readonly dial: () => Promise<Wire>;

  constructor(service: OpenedService, dial: () => Promise<Wire>) {
    super(options);
    this.service = service;
    this.dial = dial;
    service.closed.addEventListener('abort', () => this.destroy(), { once: true });
  }

  override createConnection(_options: object, done?: Done): undefined {
    void this.handOver(done);
    return undefined;
  }

  private async handOver(done: Done | undefined): Promise<void> {
    let socket: Duplex;
    try {
      socket = await this.connect();
    } catch (error) {
      // Node takes the error and looks at no socket then, which its types do not say.
      (done as ((error: unknown) => void) | undefined)?.(error);
      return;
    }
    done?.(null, socket);
  }

  private async connect(): Promise<Duplex> {
    const socket = new WireSocket(await this.dial());
    this.service.closed.addEventListener('abort', () => socket.destroy(), { once: true });
    if (this.service.scheme === 'http') return socket;
    const servername = this.service.authority.replace(/:\d+$/, '');
    // Labs have authorities of their own, and whoever opens the service was told that no certificate is checked.
    const secured = connect({ socket, servername, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    await new Promise<void>((resolve, reject) => {
      secured
        .once('secureConnect', resolve)
        .once('error', reject)
        .once('close', () => reject(new Error('closed')));
    });
    return secured;
  }
}
