import { MemoryClock } from '#adapters/memory/clock.ts';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryDurations } from '#adapters/memory/durations.ts';
import { MemoryLabSnapshots } from '#adapters/memory/lab-snapshots.ts';
import { MemoryLabStore } from '#adapters/memory/lab-store.ts';
import { MemoryMachineFacts } from '#adapters/memory/machine-facts.ts';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import { extendLab } from '#app/labs/extend-lab.ts';
import { UndoDesk } from '#app/undo/undo-desk.ts';
import { IdleKeeper } from '#app/labs/idle-keeper.ts';
import { LabBook } from '#app/labs/lab-book.ts';
import { Reconciler } from '#app/labs/reconciler.ts';
import { haltLab, pauseLab } from '#app/labs/pause-lab.ts';
import { resetLab } from '#app/labs/reset-lab.ts';
import { resumeLab } from '#app/labs/resume-lab.ts';
import type { SparePool } from '#app/labs/spares/spare-pool.ts';
import { startLab } from '#app/labs/start-lab.ts';
import { stopLab } from '#app/labs/stop-lab.ts';
import type { LabId } from '#contract/ids.ts';
import type { LabState, LabView } from '#contract/lab.ts';
import { owner } from '#domain/lab/room.ts';
import type { ImageName } from '#ports/image-builder.ts';
import { InterruptibleEngine } from './interruptible-engine.ts';
import { QuietLog } from './quiet-log.ts';
import { hostScenario, scenario } from './scenarios.ts';
import { soon } from './soon.ts';

const dayMs = 86_400_000;
const policy = { endsAfterMs: 3_600_000, warnsMs: 600_000, keepsPausedMs: 7 * dayMs, sparesMs: dayMs };

/** The lab use cases over memory. A second reconciler over the same store and engine is a server that came back. */
export class LabWorld {
  readonly clock = new MemoryClock();
  readonly engine = new InterruptibleEngine(this.clock);
  readonly store = new MemoryLabStore();
  readonly ids = new CountingIds();
  readonly log = new QuietLog();
  readonly bus = new LocalEventBus(this.log);
  readonly library = new MemoryScenarioLibrary([scenario('cluster'), hostScenario('host')]);
  readonly book = new LabBook(this.store, this.library, this.bus);
  readonly missing = new Set<ImageName>();
  readonly released: LabId[] = [];
  /** Labs whose shells were ended to pause them. */
  readonly ended: LabId[] = [];
  readonly facts = new MemoryMachineFacts();
  readonly durations = new MemoryDurations();
  readonly snapshots = new MemoryLabSnapshots(this.engine.world, this.clock);
  readonly idle = new IdleKeeper({
    book: this.book,
    clock: this.clock,
    log: this.log,
    policy,
    pause: (lab) => void this.pause(lab),
    stop: (lab) => void this.stop(lab),
  });
  /** Labs that are kept ready; see `WarmWorld`. */
  pool: SparePool | undefined;
  places = 4;
  perUser = 6;
  reconciler = this.newReconciler();

  start(name = 'cluster'): Promise<LabView> {
    const runnable = async (id: string) => this.library.get(id) ?? scenario(id);
    const { book, ids, clock, facts, perUser } = this;
    const seed = () => 'seed';
    const poke = (): void => this.reconciler.poke();
    const spares = this.pool && { spares: this.pool };
    return startLab({ book, ids, clock, facts, perUser, seed, runnable, poke, ...spares }, owner, name);
  }

  reset(lab: LabId): LabView {
    return resetLab({ book: this.book, clock: this.clock, ...this.effects() }, lab);
  }

  pause(lab: LabId): LabView {
    const interrupt = (id: LabId): void => this.reconciler.interrupt(id);
    return pauseLab({ book: this.book, clock: this.clock, idle: policy, interrupt, ...this.effects() }, lab);
  }

  halt(lab: LabId, since: number): LabView {
    const interrupt = (id: LabId): void => this.reconciler.interrupt(id);
    const parts = { book: this.book, clock: this.clock, idle: policy, interrupt, ...this.effects() };
    return haltLab(parts, lab, since);
  }

  resume(lab: LabId): LabView {
    return resumeLab({ book: this.book, ...this.effects() }, lab);
  }

  /** Keeps a lab that would be paused or end. */
  extend(lab: LabId): LabView {
    const used = (id: LabId): void => this.idle.used(id);
    return extendLab({ book: this.book, clock: this.clock, idle: policy, used }, lab);
  }

  async save(lab: LabId): Promise<void> {
    const about = {
      cause: { kind: 'learner' },
      at: 0,
      answered: true,
      machines: ['workstation', 'cp'],
    } as const;
    await this.snapshots.save(lab, about, new AbortController().signal);
  }

  undo(lab: LabId, snapshot: number): Promise<LabView> {
    const used = (id: LabId): void => this.idle.used(id);
    const { book, library, snapshots, clock, log } = this;
    const clusterApi = new MemoryClusterApi();
    const parts = { book, library, snapshots, clock, log, clusterApi, used, ...this.effects() };
    return new UndoDesk(parts).undo(lab, snapshot);
  }

  stop(lab: LabId): LabView {
    const interrupt = (id: LabId): void => this.reconciler.interrupt(id);
    return stopLab({ book: this.book, clock: this.clock, interrupt, ...this.effects() }, lab);
  }

  state(lab: LabId): LabState | undefined {
    return this.store.get(lab)?.state;
  }

  /** The server ends in the middle of whatever it does, and comes back. */
  async crash(): Promise<void> {
    await this.reconciler.close();
    this.reconciler = this.newReconciler();
    this.reconciler.start();
  }

  /** Lets everything happen that can, without time passing; then moves the clock on by one look of the reconciler. */
  async settle(rounds = 4): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      for (let turn = 0; turn < 8; turn += 1) await new Promise((done) => setImmediate(done));
      this.clock.advance(1000);
    }
  }

  /** Lets time pass until it is so, however slow the machine is at what the clock cannot hurry. */
  until(holds: () => void): Promise<void> {
    return soon(async () => {
      await this.settle(1);
      holds();
    });
  }

  private effects() {
    return {
      release: (id: LabId) => void this.released.push(id),
      poke: () => this.reconciler.poke(),
    };
  }

  private newReconciler(): Reconciler {
    return new Reconciler({
      book: this.book,
      library: this.library,
      clock: this.clock,
      log: this.log,
      startWithinMs: 600_000,
      atOnce: 2,
      places: this.places,
      facts: this.facts,
      durations: this.durations,
      endShells: async (lab) => void this.ended.push(lab),
      snapshots: this.snapshots,
      halted: (lab, since) => void this.halt(lab, since),
      looked: (labs, room) => {
        this.idle.look(labs);
        this.pool?.look(room);
      },
      everyMs: 1000,
      graceMs: 3000,
      missingImages: (names) => names.filter((name) => this.missing.has(name)),
      prepare: {
        machines: this.engine,
        clusters: this.engine,
        hosts: this.engine,
        clock: this.clock,
        imageRef: async (name) => `cks-lab/${name}:memory`,
        nodeImage: async () => 'node',
        runSetup: async ({ lab, signal }, part) => {
          if (part === 'rest') await this.engine.put(lab.id, 'workstation', [], signal);
        },
      },
    });
  }
}
