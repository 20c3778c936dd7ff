import { type Durations, rememberedStarts, type StartKind, type StartTimes } from '#ports/durations.ts';

/** Remembers as long as the process lives. Held to the same suite as the SQLite one. */
export class MemoryDurations implements Durations {
  private readonly starts = new Map<string, StartTimes[]>();

  add(scenario: string, kind: StartKind, times: StartTimes): void {
    const key = `${kind}/${scenario}`;
    this.starts.set(key, [times, ...(this.starts.get(key) ?? [])].slice(0, rememberedStarts));
  }

  recent(scenario: string, kind: StartKind): StartTimes[] {
    return this.starts.get(`${kind}/${scenario}`) ?? [];
  }
}
