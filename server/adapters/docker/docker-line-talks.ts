import { setTimeout as delay } from 'node:timers/promises';
import type { LabId } from '#contract/ids.ts';
import type { LineTalk, LineTalkOptions, LineTalks } from '#ports/line-talks.ts';
import type { MachineName } from '#ports/machines.ts';
import { findMachine } from './docker-machines.ts';
import type { Engine } from './engine.ts';
import { Lines } from './lines.ts';
import { StreamedExec } from './streamed-exec.ts';

/** As a number, since an image from scratch has no list of users. */
const superuser = '0:0';
/** A program that ends with its input needs less. */
const endMs = 1000;

export class DockerLineTalks implements LineTalks {
  private readonly engine: Engine;
  private readonly owner: string;

  /** `owner` names this installation, as everywhere. */
  constructor(engine: Engine, owner: string) {
    this.engine = engine;
    this.owner = owner;
  }

  async open(
    lab: LabId,
    machine: MachineName,
    argv: readonly string[],
    { signal, maxLineBytes }: LineTalkOptions,
  ): Promise<LineTalk> {
    const container = await findMachine(this.engine, this.owner, lab, machine, signal);
    const exec = await StreamedExec.start(this.engine, { container, argv, user: superuser }, signal);
    return new DockerLineTalk(exec, maxLineBytes);
  }
}

class DockerLineTalk implements LineTalk {
  private readonly exec: StreamedExec;
  private readonly maxLineBytes: number;
  private readonly ended: Promise<void>;
  private saying = Promise.resolve();

  constructor(exec: StreamedExec, maxLineBytes: number) {
    this.exec = exec;
    this.maxLineBytes = maxLineBytes;
    this.ended = new Promise((resolve) => exec.stream.once('close', () => resolve()));
  }

  get lines(): AsyncIterable<string> {
    return this.read();
  }

  private async *read(): AsyncGenerator<string> {
    const lines = new Lines(this.maxLineBytes);
    try {
      for await (const chunk of this.exec.output()) {
        yield* lines.add(chunk);
        if (lines.isTooLong) return;
      }
    } catch (error) {
      // A connection that breaks is the end of the program as far as can be told.
      if (!this.exec.stream.destroyed) throw error;
    }
  }

  async say(line: string): Promise<void> {
    // One after the other: each write listens for the end of the stream.
    const said = this.saying.then(() => this.exec.write(Buffer.from(`${line}\n`)));
    this.saying = said.catch(() => undefined);
    await said;
  }

  async close(): Promise<void> {
    this.exec.endInput();
    const stop = new AbortController();
    await Promise.race([this.ended, delay(endMs, undefined, { signal: stop.signal })]);
    stop.abort();
    this.exec.stream.destroy();
  }
}
