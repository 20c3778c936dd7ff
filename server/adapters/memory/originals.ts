import type { LabId } from '#contract/ids.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Original, Originals } from '#ports/originals.ts';

/** Images that hold what a test says, on every machine. */
export class MemoryOriginals implements Originals {
  private readonly known = new Map<string, Original>();

  set(path: string, original: Original): void {
    this.known.set(path, original);
  }

  async of(_lab: LabId, _machine: MachineName, path: string, signal: AbortSignal): Promise<Original> {
    signal.throwIfAborted();
    return this.known.get(path) ?? { kind: 'none' };
  }
}
