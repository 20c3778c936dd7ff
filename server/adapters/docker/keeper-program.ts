import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type CallLimits, type Engine, quickMs, refusalStatus } from './engine.ts';
import { ustar } from './ustar.ts';

/** Where every image of a lab has a folder that no tmpfs covers. */
const folder = '/usr/local/lib/cks-lab';

interface Program {
  readonly path: string;
  readonly content: Buffer;
}

/**
 * The shellkeeper in machines: put there when the first shell is opened, so that images need not carry it and a new one needs
 * no new image. Its name says what is in it.
 */
export class KeeperProgram {
  private readonly engine: Engine;
  private readonly find: (signal: AbortSignal) => Promise<string>;
  private program: Promise<Program> | undefined;
  private readonly present = new Map<string, Promise<void>>();

  /** `find` gives the built program's file on this machine; it may have to build it. */
  constructor(engine: Engine, find: (signal: AbortSignal) => Promise<string>) {
    this.engine = engine;
    this.find = find;
  }

  /** The program's path in the container, where it now is. Throws what `find` and the engine throw. */
  async in(container: string, signal: AbortSignal): Promise<string> {
    this.program ??= this.read(signal);
    const reading = this.program;
    reading.catch(() => {
      if (this.program === reading) this.program = undefined;
    });
    const program = await reading;
    const putting =
      this.present.get(container) ?? this.put(container, program, { signal, withinMs: quickMs });
    this.present.set(container, putting);
    putting.catch(() => this.present.delete(container));
    await putting;
    return program.path;
  }

  /** Somebody in the machine removed it, or the machine is another one now. */
  forget(container: string): void {
    this.present.delete(container);
  }

  private async read(signal: AbortSignal): Promise<Program> {
    const content = await readFile(await this.find(signal));
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
    return { path: `${folder}/shellkeeper-${hash}`, content };
  }

  private async put(container: string, { path, content }: Program, limits: CallLimits): Promise<void> {
    const there = await this.engine
      .call('look for the shellkeeper', limits, (docker, abortSignal) =>
        docker.getContainer(container).infoArchive({ path, abortSignal }),
      )
      .then(() => true)
      .catch((error: unknown) => {
        if (refusalStatus(error) === 404) return false;
        throw error;
      });
    if (there) return;
    const archive = ustar([{ path, content, mode: '0755', uid: 0, gid: 0 }]);
    await this.engine.call('put the shellkeeper into a machine', limits, (docker, abortSignal) =>
      docker.getContainer(container).putArchive(archive, { path: '/', abortSignal }),
    );
  }
}
