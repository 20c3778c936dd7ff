import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { DialTarget, LabNetwork, Wire } from '#ports/lab-network.ts';
import type { MachineName } from '#ports/machines.ts';
import { findMachine } from './docker-machines.ts';
import type { Engine } from './engine.ts';
import { LineThenBytes } from './line-then-bytes.ts';
import { StreamedExec } from './streamed-exec.ts';
import { WireFrames } from './wire-frames.ts';

/** Through the observer beside the machine, which shares its network: one process in its container for each connection. */
export class DockerLabNetwork implements LabNetwork {
  private readonly engine: Engine;
  private readonly owner: string;

  constructor(engine: Engine, owner: string) {
    this.engine = engine;
    this.owner = owner;
  }

  async dial(lab: LabId, machine: MachineName, to: DialTarget, signal: AbortSignal): Promise<Wire> {
    const container = await findMachine(this.engine, this.owner, lab, `observer-${machine}`, signal);
    const address = to.address?.includes(':') === true ? `[${to.address}]` : (to.address ?? '');
    const argv = ['/observer', 'tunnel', `${address}:${to.port}`];
    const exec = await StreamedExec.start(this.engine, { container, argv, user: '0:0' }, signal);
    const give = (): void => void exec.stream.destroy();
    signal.addEventListener('abort', give, { once: true });
    try {
      const bytes = new LineThenBytes(exec.output());
      const line = await bytes.line().catch(() => undefined);
      if (line !== 'open') throw unreachable(machine, to, line?.replace(/^no /, ''));
      return new ExecWire(exec, bytes);
    } catch (error) {
      exec.stream.destroy();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', give);
    }
  }
}

const unreachable = (machine: MachineName, { address, port }: DialTarget, why = 'no answer'): Fault => {
  const where =
    address === undefined ? `port ${port} of ${machine}` : `${address}:${port}, asked from ${machine}`;
  return new Fault('service.unreachable', `Nobody answers on ${where}: ${why}.`, {
    remedy: 'See in the terminal what listens: "ss -tlnp" on the machine, "kubectl get svc,ep" in a cluster.',
  });
};

class ExecWire implements Wire {
  private readonly exec: StreamedExec;
  private readonly bytes: LineThenBytes;
  private listener: ((data: Uint8Array | undefined) => void) | undefined;
  private waiting: (() => void) | undefined;
  private paused = false;
  private closed = false;

  constructor(exec: StreamedExec, bytes: LineThenBytes) {
    this.exec = exec;
    this.bytes = bytes;
  }

  onData(listener: (data: Uint8Array | undefined) => void): void {
    this.listener = listener;
    void this.read();
  }

  async write(data: Uint8Array): Promise<void> {
    if (this.closed) throw new Error('the connection is closed');
    await this.exec.write(data);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.waiting?.();
    this.waiting = undefined;
  }

  /** The program in the lab ends with its input. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.resume();
    this.exec.endInput();
    this.exec.stream.destroy();
  }

  private async read(): Promise<void> {
    const frames = new WireFrames();
    try {
      for await (const chunk of this.bytes.rest()) {
        for (const piece of frames.add(chunk)) {
          if (piece === undefined) return;
          if (this.paused) await new Promise<void>((go) => (this.waiting = go));
          this.listener?.(piece);
        }
      }
    } catch {
      // A line that is lost is an end too.
    } finally {
      this.close();
      this.listener?.(undefined);
    }
  }
}
