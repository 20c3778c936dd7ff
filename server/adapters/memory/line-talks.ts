import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { LineTalk, LineTalkOptions, LineTalks } from '#ports/line-talks.ts';
import type { MachineName } from '#ports/machines.ts';
import { type MemoryWorld, throwIfCancelled } from './machines-world.ts';

/** What a program says to one line; undefined: it ends. */
export type Talker = (line: string) => readonly string[] | undefined;

/** Programs of the world's machines that talk. A test adds what its lab shall be able to say. */
export class MemoryLineTalks implements LineTalks {
  readonly talkers = new Map<string, Talker>([['/bin/cat', (line) => [line]]]);
  private readonly world: MemoryWorld;

  constructor(world: MemoryWorld) {
    this.world = world;
  }

  async open(
    lab: LabId,
    machine: MachineName,
    argv: readonly string[],
    { signal, maxLineBytes }: LineTalkOptions,
  ): Promise<LineTalk> {
    throwIfCancelled(signal);
    this.world.machine(lab, machine);
    return new MemoryLineTalk(this.talkers.get(argv[0] ?? ''), maxLineBytes);
  }
}

class MemoryLineTalk implements LineTalk {
  private readonly talker: Talker | undefined;
  private readonly maxLineBytes: number;
  private readonly said: string[] = [];
  private isOver: boolean;
  private wake = Promise.withResolvers<void>();

  constructor(talker: Talker | undefined, maxLineBytes: number) {
    this.talker = talker;
    this.maxLineBytes = maxLineBytes;
    // A program that is not there ends at once.
    this.isOver = talker === undefined;
  }

  get lines(): AsyncIterable<string> {
    return this.read();
  }

  private async *read(): AsyncGenerator<string> {
    for (;;) {
      const line = this.said.shift();
      if (line !== undefined) {
        if (Buffer.byteLength(line) > this.maxLineBytes) return;
        yield line;
      } else if (this.isOver) return;
      else await this.wake.promise;
    }
  }

  async say(line: string): Promise<void> {
    if (this.isOver) throw new Fault('engine.refused', 'It no longer reads.', { remedy: 'Try again.' });
    const answer = this.talker?.(line);
    if (answer === undefined) this.isOver = true;
    else this.said.push(...answer);
    this.stir();
  }

  async close(): Promise<void> {
    this.isOver = true;
    this.stir();
  }

  private stir(): void {
    this.wake.resolve();
    this.wake = Promise.withResolvers();
  }
}
