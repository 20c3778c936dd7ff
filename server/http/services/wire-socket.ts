import { Duplex } from 'node:stream';
import type { Wire } from '#ports/lab-network.ts';

/** A connection into a lab as the stream that Node's HTTP and TLS speak over. */
export class WireSocket extends Duplex {
  private readonly wire: Wire;

  constructor(wire: Wire) {
    super({ allowHalfOpen: false });
    this.wire = wire;
    wire.onData((data) => {
      if (!this.push(data ?? null)) wire.pause();
    });
  }

  override _read(): void {
    this.wire.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    void this.pass(chunk, done);
  }

  private async pass(chunk: Uint8Array, done: (error?: Error | null) => void): Promise<void> {
    let failed: unknown;
    try {
      await this.wire.write(chunk);
    } catch (error) {
      failed = error;
    }
    done(failed instanceof Error ? failed : null);
  }

  override _final(done: (error?: Error | null) => void): void {
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.wire.close();
    done(error);
  }

  // What Node asks of a socket that it keeps for the next request; nothing of it means anything here.
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
