import { connect, type Socket } from 'node:net';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { DialTarget, LabNetwork, Wire } from '#ports/lab-network.ts';
import type { MachineName } from '#ports/machines.ts';

/** A network whose services are programs of the test: each place in the lab is given a port of this machine. */
export class MemoryLabNetwork implements LabNetwork {
  /** By `machine:port`, or `address:port` for what is not the machine itself. */
  readonly services = new Map<string, number>();
  /** Every dial, in order. */
  readonly dialled: string[] = [];

  async dial(_lab: LabId, machine: MachineName, to: DialTarget, signal: AbortSignal): Promise<Wire> {
    const place = `${to.address ?? machine}:${to.port}`;
    this.dialled.push(place);
    signal.throwIfAborted();
    const port = this.services.get(place);
    if (port === undefined) {
      throw new Fault('service.unreachable', `Nobody answers on ${place}.`, { remedy: 'Start it.' });
    }
    const socket = connect({ host: '127.0.0.1', port });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new SocketWire(socket);
  }
}

class SocketWire implements Wire {
  private readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => socket.destroy());
  }

  onData(listener: (data: Uint8Array | undefined) => void): void {
    this.socket.on('data', listener);
    this.socket.once('close', () => listener(undefined));
    this.socket.once('end', () => this.socket.destroy());
  }

  async write(data: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.write(data, (error) => (error ? reject(error) : resolve()));
    });
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  close(): void {
    this.socket.destroy();
  }
}
