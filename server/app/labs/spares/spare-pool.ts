import type { LabId } from '#contract/ids.ts';
import type { SpareView } from '#contract/lab.ts';
import { asFault } from '#domain/fault.ts';
import { lifecycle } from '#domain/lab/lifecycle.ts';
import { heldBy, withMachines } from '#domain/lab/reconcile.ts';
import type { FreeRoom } from '#domain/lab/room.ts';
import { decideSpares, type DropReason, type PoolView, type Spare, type Wish } from '#domain/lab/spares.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabEvent } from '#ports/events.ts';
import type { ImageName } from '#ports/image-builder.ts';
import type { Ids } from '#ports/ids.ts';
import type { AttemptRecord, LabRecord } from '#ports/lab-store.ts';
import type { Log } from '#ports/log.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import type { LabBook } from '../lab-book.ts';
import { neededImages, needsOf } from '../needed-images.ts';
import { newLab } from '../new-lab.ts';
import { Signs } from './signs.ts';
import { Wishes } from './wishes.ts';

export interface WarmPolicy {
  /** How many labs are kept ready; 0: none. */
  readonly size: number;
  /** A page of a scenario has to be open so long before a lab is made for it. */
  readonly settleMs: number;
  /** So long after the last sign that somebody may want it, a lab is kept. */
  readonly idleMs: number;
  /** Above this share of waiting for a processor, in percent, none is begun. */
  readonly maxPressure: number;
}

export interface SparePoolParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly facts: MachineFacts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly warm: WarmPolicy;
  readonly places: number;
  readonly seed: () => string;
  runnable(scenario: string): Promise<LoadedScenario>;
  missingImages(names: readonly ImageName[]): ImageName[];
  /** See `madeOf`. */
  madeOf(loaded: LoadedScenario): Promise<string>;
  /** See `isSound`. */
  isSound(lab: LabRecord, loaded: LoadedScenario): Promise<boolean>;
  grading(): boolean;
  interrupt(lab: LabId): void;
  poke(): void;
  /** Removes a lab at once; the reconciler has ended. */
  remove(lab: LabId, signal: AbortSignal): Promise<void>;
}

/** After something went because of room, nothing is begun for so long: what took the room may want more. */
const restMs = 60_000;
const closeMs = 10_000;

/**
 * Keeps labs ready that somebody will probably start. One that is taken was never touched by anybody: it is handed over by one
 * transaction of the records, before or after which a crash finds either a spare or a lab of that learner.
 */
export class SparePool {
  /** How spares have ended, since the server began. */
  readonly counts = { taken: 0, unfinished: 0, dropped: 0 };
  private readonly parts: SparePoolParts;
  private readonly wishes: Wishes;
  private readonly signs: Signs;
  private readonly failedAt = new Map<string, number>();
  private restUntil = 0;
  private work: Promise<void> | undefined;
  private isClosed = false;

  constructor(parts: SparePoolParts) {
    this.parts = parts;
    this.wishes = new Wishes(parts.clock, {
      settleMs: parts.warm.settleMs,
      aliveMs: parts.warm.idleMs,
    });
    this.signs = new Signs({ ...parts, wishes: this.wishes });
    // What an earlier server made is as good as new: whoever wanted it then may come back.
    for (const { scenario } of parts.book.store.spares()) this.wishes.note(scenario);
  }

  list(): SpareView[] {
    return this.parts.book.store
      .spares()
      .map(({ id, scenario, state, createdAt }) => ({ id, scenario, state, since: createdAt }));
  }

  isReady(scenario: string): boolean {
    return this.parts.book.store.spares().some((lab) => lab.scenario === scenario && lab.state === 'ready');
  }

  /** Somebody has the page of a scenario open. Returns what is to be called when it is left. */
  looking(scenario: string): () => void {
    return this.parts.library.get(scenario) === undefined ? () => undefined : this.wishes.look(scenario);
  }

  heard(event: LabEvent): void {
    this.signs.heard(event);
  }

  /** To be called again and again, after every look at the labs. */
  look(room: FreeRoom): void {
    if (this.isClosed || this.work !== undefined) return;
    if (this.parts.warm.size === 0 && this.parts.book.store.spares().length === 0) return;
    this.work = this.follow(room)
      .catch((error: unknown) =>
        this.parts.log.warn({ err: asFault(error) }, 'labs kept ready: not looked at'),
      )
      .finally(() => {
        this.work = undefined;
      });
  }

  /** A spare of this scenario that is whole and would come out the same today. One that is not goes at once. Never rejects. */
  async find(loaded: LoadedScenario): Promise<LabId | undefined> {
    const { book, log } = this.parts;
    const spare = book.store.spares().find((lab) => lab.scenario === loaded.scenario.id && isTakeable(lab));
    if (spare === undefined) return undefined;
    try {
      const [made, sound] = await Promise.all([
        this.parts.madeOf(loaded),
        spare.state === 'ready' ? this.parts.isSound(spare, loaded) : true,
      ]);
      if (made === spare.spare && sound) return spare.id;
      this.drop(spare.id, made === spare.spare ? 'failed' : 'changed');
    } catch (error) {
      log.warn({ lab: spare.id, err: asFault(error) }, 'lab kept ready: not given away');
    }
    return undefined;
  }

  /** Gives a spare away. Undefined when it is no longer there: somebody else was faster, or it is going. */
  take(id: LabId, begin: (lab: LabRecord) => AttemptRecord): LabRecord | undefined {
    const { book, log } = this.parts;
    const spare = book.store.get(id);
    if (spare?.spare === undefined || !isTakeable(spare)) return undefined;
    const lab = book.take(begin(spare));
    this.counts[spare.state === 'ready' ? 'taken' : 'unfinished'] += 1;
    log.info({ lab: id, state: spare.state }, 'lab kept ready: taken');
    return lab;
  }

  /** Ends the pool and removes what it holds, as far as that is quickly done: nobody would be there to use it. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.work;
    const signal = AbortSignal.timeout(closeMs);
    await Promise.all(this.parts.book.store.spares().map(({ id }) => this.parts.remove(id, signal)));
  }

  private async follow(room: FreeRoom): Promise<void> {
    const [pressure, spares] = await Promise.all([this.parts.facts.pressure(), this.spares()]);
    if (this.isClosed) return;
    for (const decision of decideSpares(this.view(room, pressure, spares))) {
      if (decision.kind === 'drop') this.drop(decision.lab, decision.why);
      else await this.fill(decision.scenario);
    }
  }

  private spares(): Promise<Spare[]> {
    const { book, library } = this.parts;
    return Promise.all(
      book.store.spares().map(async ({ id, scenario, state, spare }) => {
        const loaded = library.get(scenario);
        const made = loaded && (await this.parts.madeOf(loaded).catch(() => undefined));
        return { id, scenario, state, needs: needsOf(loaded?.scenario), current: made === spare };
      }),
    );
  }

  private view(room: FreeRoom, pressure: number, spares: readonly Spare[]): PoolView {
    const { book, clock, library, places, warm } = this.parts;
    const labs = book.store
      .active()
      .map(({ state, scenario }) => ({ state, needs: needsOf(library.get(scenario)?.scenario) }));
    const there = [...labs, ...spares].filter(({ state }) => withMachines.has(state));
    return {
      size: warm.size,
      // One may have been taken while it was looked at.
      spares: spares.filter(({ id }) => book.store.get(id)?.spare !== undefined),
      wishes: this.candidates(),
      asked: labs.filter(({ state }) => state === 'requested').map(({ needs }) => needs),
      busy: this.parts.grading() || labs.some(({ state }) => state === 'preparing' || state === 'resetting'),
      quiet: pressure <= warm.maxPressure && clock.now() >= this.restUntil,
      held: { ...heldBy(there), startingMiB: heldBy(labs).startingMiB },
      room,
      places,
    };
  }

  /** Wishes that can be fulfilled now. */
  private candidates(): Wish[] {
    const { book, library, clock, warm } = this.parts;
    const running = new Set(book.store.active().map(({ scenario }) => scenario));
    return this.wishes.list().flatMap(({ scenario, looked }) => {
      const loaded = library.get(scenario)?.scenario;
      const failed = clock.now() - (this.failedAt.get(scenario) ?? -Infinity) < warm.idleMs;
      if (loaded === undefined || failed || running.has(scenario)) return [];
      if (this.parts.missingImages(neededImages(loaded.environment)).length > 0) return [];
      return [{ scenario, looked, needs: needsOf(loaded) }];
    });
  }

  private async fill(scenario: string): Promise<void> {
    const { book, log } = this.parts;
    try {
      const loaded = await this.parts.runnable(scenario);
      const spare = await this.parts.madeOf(loaded);
      if (this.isClosed) return;
      const lab = { ...newLab(this.parts, loaded.scenario), spare };
      book.store.insertSpare(lab);
      log.info({ lab: lab.id, scenario }, 'lab kept ready: begun');
      this.parts.poke();
    } catch (error) {
      this.failedAt.set(scenario, this.parts.clock.now());
      log.warn({ scenario, err: asFault(error) }, 'lab kept ready: cannot be made');
    }
  }

  private drop(id: LabId, why: DropReason): void {
    const { book, clock, log } = this.parts;
    const lab = book.store.get(id);
    if (lab?.spare === undefined || lab.state === 'stopping' || lab.state === 'gone') return;
    if (why === 'failed') this.failedAt.set(lab.scenario, clock.now());
    if (why === 'room') this.restUntil = clock.now() + restMs;
    book.move(id, 'stop', { wanted: 'gone' });
    this.counts.dropped += 1;
    log.info({ lab: id, scenario: lab.scenario, why }, 'lab kept ready: goes');
    this.parts.interrupt(id);
    this.parts.poke();
  }
}

const isTakeable = ({ state }: LabRecord): boolean => lifecycle[state].take !== undefined;
