import { SparePool } from '#app/labs/spares/spare-pool.ts';
import type { LabId } from '#contract/ids.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import { LabWorld } from './lab-world.ts';

/** A `LabWorld` that keeps labs ready. */
export class WarmWorld extends LabWorld {
  size = 1;
  /** What labs are made of at the moment. */
  made = 'of this';
  isSound: (lab: LabRecord) => boolean = () => true;
  /** Runs in the middle of looking for a spare. */
  asking: () => Promise<void> = async () => undefined;
  isGrading = false;
  override pool = this.newPool();

  constructor() {
    super();
    this.bus.subscribe((event) => this.pool.heard(event));
  }

  override async crash(): Promise<void> {
    await this.reconciler.close();
    this.pool = this.newPool();
    await super.crash();
  }

  /** A page of the scenario is open, long enough for a lab of it to be ready. */
  async warm(scenario = 'cluster'): Promise<LabRecord> {
    this.pool.looking(scenario);
    await this.settle(10);
    const spare = this.store.spares().find((lab) => lab.scenario === scenario);
    if (spare?.state !== 'ready') throw new Error(`the lab of ${scenario} is ${spare?.state ?? 'not there'}`);
    return spare;
  }

  spareStates(): string[] {
    return this.store.spares().map(({ scenario, state }) => `${scenario} ${state}`);
  }

  newPool(): SparePool {
    const { book, library, facts, clock, ids, log, places } = this;
    return new SparePool({
      book,
      library,
      facts,
      clock,
      ids,
      log,
      places,
      warm: { size: this.size, settleMs: 2500, idleMs: 1_200_000, maxPressure: 40 },
      seed: () => `spare ${clock.now()}`,
      runnable: async (id) => this.loaded(id),
      missingImages: (names) => names.filter((name) => this.missing.has(name)),
      madeOf: async () => {
        await this.asking();
        return this.made;
      },
      isSound: async (lab) => this.isSound(lab),
      grading: () => this.isGrading,
      interrupt: (lab: LabId) => this.reconciler.interrupt(lab),
      poke: () => this.reconciler.poke(),
      remove: (lab, signal) => this.reconciler.remove(lab, signal),
    });
  }

  private loaded(id: string): LoadedScenario {
    const loaded = this.library.get(id);
    if (loaded === undefined) throw new Error(`there is no scenario ${id}`);
    return loaded;
  }
}
