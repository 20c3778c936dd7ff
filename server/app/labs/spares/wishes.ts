import type { Clock } from '#ports/clock.ts';

export interface WishTimes {
  /** A page has to be open so long before it counts. */
  readonly settleMs: number;
  /** So long after its last sign a wish holds, also where a page stays open. */
  readonly aliveMs: number;
}

interface Looked {
  readonly pages: number;
  readonly since: number;
  /** When a page of it was last opened. */
  readonly lastAt: number;
}

/** Which scenarios learners will probably start: those whose pages they have open, and then those that something else speaks for. */
export class Wishes {
  private readonly clock: Clock;
  private readonly times: WishTimes;
  private readonly pages = new Map<string, Looked>();
  private readonly signs = new Map<string, number>();

  constructor(clock: Clock, times: WishTimes) {
    this.clock = clock;
    this.times = times;
  }

  /** A page of the scenario has been opened. Returns what is to be called once when it is left. */
  look(scenario: string): () => void {
    const now = this.clock.now();
    const { pages, since } = this.pages.get(scenario) ?? { pages: 0, since: now };
    this.pages.set(scenario, { pages: pages + 1, since, lastAt: now });
    return () => this.leave(scenario);
  }

  /** Something else says that the scenario may be started soon. */
  note(scenario: string): void {
    this.signs.set(scenario, this.clock.now());
  }

  /** The most likely one first. */
  list(): { readonly scenario: string; readonly looked: boolean }[] {
    const now = this.clock.now();
    const { settleMs, aliveMs } = this.times;
    for (const [scenario, at] of this.signs) if (now - at >= aliveMs) this.signs.delete(scenario);
    const looked = [...this.pages]
      .filter(([, { since, lastAt }]) => now - since >= settleMs && now - lastAt < aliveMs)
      .sort(([, a], [, b]) => b.lastAt - a.lastAt)
      .map(([scenario]) => scenario);
    const noted = [...this.signs]
      .filter(([scenario]) => !looked.includes(scenario))
      .sort(([, a], [, b]) => b - a)
      .map(([scenario]) => scenario);
    return [
      ...looked.map((scenario) => ({ scenario, looked: true })),
      ...noted.map((scenario) => ({ scenario, looked: false })),
    ];
  }

  private leave(scenario: string): void {
    const looked = this.pages.get(scenario);
    if (looked === undefined) return;
    // Whoever only passed by does not want it.
    if (this.clock.now() - looked.since >= this.times.settleMs) this.note(scenario);
    if (looked.pages > 1) this.pages.set(scenario, { ...looked, pages: looked.pages - 1 });
    else this.pages.delete(scenario);
  }
}
