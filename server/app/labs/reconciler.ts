import type { LabId } from '#contract/ids.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { machinesOf } from '#domain/lab/machines-of.ts';
import { type Decision, decide, type FoundLab, type KnownLab } from '#domain/lab/reconcile.ts';
import type { ImageName } from '#ports/image-builder.ts';
import type { FreeRoom } from '#domain/lab/room.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import { withEnds } from './ended-with-engine.ts';
import { Jobs } from './jobs.ts';
import { destroy, letGo, makeLab } from './lab-work.ts';
import { problemOf } from './lab-view.ts';
import { restoreLab } from '../undo/restore-lab.ts';
import { neededImages, needsOf } from './needed-images.ts';
import { QueueBoard } from './queue-board.ts';
import { pauseMachines, resumeMachines, type RestWorkParts } from './rest-work.ts';

export interface ReconcilerParts extends RestWorkParts {
  /** Which of these images are not built yet. */
  missingImages(names: readonly ImageName[]): ImageName[];
  readonly facts: MachineFacts;
  /** How many labs may be prepared at once. */
  readonly atOnce: number;
  /** How many labs may have machines at once. */
  readonly places: number;
  /** Hears of every look, with all labs of learners that are not gone. */
  looked(labs: readonly LabRecord[], room: FreeRoom): void;
  /** Puts a ready lab to rest whose machines ended with the engine, at `since`. */
  halted(lab: LabId, since: number): void;
  readonly everyMs: number;
  /** How long a machine of a ready lab may be away before the lab counts as lost: a node may be restarting. */
  readonly graceMs: number;
}

const seeWithinMs = 20_000;

/** Compares the records with the engine, at the start and again and again, and makes the engine follow. */
export class Reconciler {
  private readonly parts: ReconcilerParts;
  private readonly jobs = new Jobs();
  private readonly closing = new AbortController();
  private readonly lostSince = new Map<LabId, number>();
  private readonly board: QueueBoard;
  private loop: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;
  private poked = false;

  constructor(parts: ReconcilerParts) {
    this.parts = parts;
    this.board = new QueueBoard(parts);
  }

  start(): void {
    const known = this.parts.book.store.active().map(({ id }) => id);
    // Of labs that went while nobody looked.
    this.parts.snapshots
      .keepOnly(known)
      .catch((error: unknown) => this.parts.log.warn({ err: asFault(error) }, 'old snapshots not removed'));
    this.loop = this.run();
  }

  /** Something has changed: look again soon. */
  poke(): void {
    this.poked = true;
    this.wake();
  }

  /** Ends the making, pausing or resuming of a lab, which is no longer wanted. */
  interrupt(lab: LabId): void {
    this.jobs.interrupt(
      lab,
      new Fault('cancelled', 'The lab was stopped or paused.', {
        remedy: 'Start the scenario again when you want it, or resume the lab.',
      }),
    );
  }

  /** Removes a lab at once, once nothing else is being done: after `close`. Never rejects; what is left is for the next server. */
  remove(lab: LabId, signal: AbortSignal): Promise<void> {
    return letGo(this.parts, lab, signal);
  }

  /** Leaves every lab as it is: what was being made is made anew at the next start. */
  async close(): Promise<void> {
    const reason = new Fault('cancelled', 'The server is going down.', { remedy: 'Start the server again.' });
    this.closing.abort(reason);
    this.wake();
    await this.jobs.close(reason);
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.closing.signal.aborted) {
      this.poked = false;
      try {
        await this.pass();
      } catch (error) {
        if (!this.closing.signal.aborted) this.parts.log.warn({ err: asFault(error) }, 'labs not compared');
      }
      if (!this.poked) await this.pause();
    }
  }

  private async pause(): Promise<void> {
    const woken = new AbortController();
    this.wake = () => woken.abort(new Error('poked'));
    const signal = AbortSignal.any([woken.signal, this.closing.signal]);
    // Both endings mean the same: look again.
    await this.parts.clock.delay(this.parts.everyMs, signal).catch(() => undefined);
  }

  private async pass(): Promise<void> {
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(seeWithinMs)]);
    const [found, room] = await Promise.all([this.found(signal), this.parts.facts.room()]);
    this.closing.signal.throwIfAborted();
    const { store } = this.parts.book;
    // Whatever a learner has asked for comes before what is made ahead.
    const records = [...store.active(), ...store.spares()];
    const slots = this.parts.atOnce - this.jobs.count('prepare');
    const known = records.map((lab) => this.known(lab));
    const { places } = this.parts;
    const decisions = decide(known, found, this.jobs.busy(), { slots, places, room });
    const lost = new Set(decisions.filter(({ kind }) => kind === 'lost').map(({ lab }) => lab));
    for (const lab of this.lostSince.keys()) if (!lost.has(lab)) this.lostSince.delete(lab);
    this.board.show(
      decisions.filter((decision) => decision.kind === 'queue'),
      records,
    );
    for (const decision of decisions) this.follow(decision);
    this.parts.looked(store.active(), room);
  }

  private async found(signal: AbortSignal): Promise<FoundLab[]> {
    const { machines } = this.parts.prepare;
    const isReady = (lab: LabId): boolean => this.parts.book.store.get(lab)?.state === 'ready';
    return withEnds(machines, await machines.seen(signal), isReady, signal);
  }

  private known(lab: LabRecord): KnownLab {
    const scenario = this.parts.library.get(lab.scenario)?.scenario;
    const environment = scenario?.environment;
    return {
      id: lab.id,
      state: lab.state,
      wanted: lab.wanted,
      machines: environment === undefined ? [] : machinesOf(environment),
      waitsFor: environment === undefined ? [] : this.parts.missingImages(neededImages(environment)),
      needs: needsOf(scenario),
      spare: lab.spare !== undefined,
    };
  }

  private follow(decision: Decision): void {
    const { lab } = decision;
    const again = (): void => this.poke();
    // What could not be removed is tried again at the next look, not at once.
    const idle = (): void => undefined;
    switch (decision.kind) {
      case 'again':
        this.parts.book.move(lab, 'restart', { steps: [] });
        return this.poke();
      case 'queue':
        return;
      case 'wait':
        return this.wait(lab, decision.images);
      case 'halted':
        this.parts.log.warn({ lab }, 'lab lost its engine');
        return this.parts.halted(lab, decision.since);
      case 'lost':
        return this.lost(lab, decision.machines);
      case 'prepare':
        this.endWaiting(lab);
        return this.jobs.start(lab, 'prepare', (signal) => makeLab(this.parts, lab, signal), again);
      case 'pause':
        return this.jobs.start(
          lab,
          'pause',
          (signal) => pauseMachines(this.parts, lab, signal),
          () => {
            // What rests makes room for others at once; what could not be stopped is tried again at the next look.
            if (this.parts.book.store.get(lab)?.state !== 'pausing') this.poke();
          },
        );
      case 'resume':
        return this.jobs.start(lab, 'prepare', (signal) => resumeMachines(this.parts, lab, signal), again);
      case 'restore':
        return this.jobs.start(lab, 'prepare', (signal) => restoreLab(this.parts, lab, signal), again);
      case 'destroy':
        return this.jobs.start(lab, 'destroy', (signal) => letGo(this.parts, lab, signal), idle);
      case 'sweep':
        return this.jobs.start(lab, 'destroy', (signal) => this.sweep(lab, signal), idle);
    }
  }

  private wait(lab: LabId, images: readonly string[]): void {
    const title = `Waiting for image ${images.join(', ')}`;
    const last = this.parts.book.record(lab).steps.at(-1);
    if (last?.title === title) return;
    this.parts.book.step(lab, { id: 'images', title, at: this.parts.clock.now(), phase: 'begin' });
  }

  private endWaiting(lab: LabId): void {
    const last = this.parts.book.record(lab).steps.at(-1);
    if (last?.id !== 'images' || last.phase === 'end') return;
    this.parts.book.step(lab, { ...last, at: this.parts.clock.now(), phase: 'end', ok: true });
  }

  private lost(lab: LabId, machines: readonly string[]): void {
    const now = this.parts.clock.elapsed();
    const since = this.lostSince.get(lab) ?? now;
    this.lostSince.set(lab, since);
    if (now - since < this.parts.graceMs) return;
    this.lostSince.delete(lab);
    const isPaused = this.parts.book.record(lab).state === 'paused';
    const what = isPaused ? 'are no longer there' : 'no longer run';
    const fault = new Fault('runtime.failed', `Machines of the lab ${what}: ${machines.join(', ')}.`, {
      remedy: 'Reset the lab: its machines are made anew and your attempt goes on.',
    });
    this.parts.log.warn({ lab, machines }, 'lab lost its machines');
    this.parts.book.move(lab, 'fail', { problem: problemOf(fault) });
  }

  private async sweep(lab: LabId, signal: AbortSignal): Promise<void> {
    try {
      await destroy(this.parts, lab, signal);
      this.parts.log.info({ lab }, 'stray machines removed');
    } catch (error) {
      this.parts.log.error({ lab, err: asFault(error) }, 'stray machines could not be removed');
    }
  }
}
