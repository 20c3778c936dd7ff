import { asFault } from '#domain/fault.ts';
import { type PackSource, sourceName } from '#domain/packs/pack-source.ts';
import type { Clock } from '#ports/clock.ts';
import type { EventBus } from '#ports/events.ts';
import type { LabStore } from '#ports/lab-store.ts';
import type { Log } from '#ports/log.ts';
import type { PackCopies } from '#ports/pack-copies.ts';
import type { OpenPack, OpenPacks } from './open-packs.ts';

/** The packs of a running server, and how it comes to read others. */
export interface UsedPacks {
  readonly sources: readonly PackSource[];
  readonly copies: PackCopies;
  /** As they were opened when the server started. */
  readonly opened: OpenPacks;
  /** The ids of the scenarios that are read from a folder. */
  readonly scenariosIn: (folder: string) => readonly string[];
  /** How often to look whether one was fetched anew. */
  readonly everyMs: number;
  /** Reads these packs from now on, unless `mayStill` says no when everything has been read. */
  readonly use: (opened: OpenPacks, mayStill: () => boolean) => Promise<boolean>;
}

export interface PackNewsParts {
  readonly packs: UsedPacks;
  readonly store: Pick<LabStore, 'active'>;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Takes in what `ckslab pack update` has fetched while the server runs. A pack one of whose scenarios has a lab stays as it is until the
 * lab has ended: its checks, files and values belong together. Nobody is asked over the network.
 */
export class PackNews {
  private readonly parts: PackNewsParts;
  private readonly stop = new AbortController();
  private opened: OpenPacks;
  private loop: Promise<void> | undefined;
  private readonly told = new Set<string>();

  constructor(parts: PackNewsParts) {
    this.parts = parts;
    this.opened = parts.packs.opened;
  }

  start(): void {
    this.loop ??= this.run();
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.loop;
  }

  /** Looks once. True when other packs are read now. */
  async look(): Promise<boolean> {
    const { packs, bus, log } = this.parts;
    const fresh = (await this.newest()).filter((pack) => this.isFree(pack));
    if (fresh.length === 0) return false;
    const next = this.withThese(fresh);
    if (!(await packs.use(next, () => fresh.every((pack) => this.isFree(pack))))) return false;
    this.opened = next;
    for (const { source, copy } of fresh)
      log.info({ pack: sourceName(source), commit: copy?.commit }, 'pack updated');
    bus.publish({ type: 'catalogue.changed' });
    return true;
  }

  private async run(): Promise<void> {
    const { clock, log, packs } = this.parts;
    const { signal } = this.stop;
    while (!signal.aborted) {
      await clock.delay(packs.everyMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      // What was read before stays in use; the next look is the next try.
      await this.look().catch((error: unknown) => log.error({ err: asFault(error) }, 'packs not looked at'));
    }
  }

  /** Packs whose newest copy is another one than that in use. */
  private async newest(): Promise<OpenPack[]> {
    const { sources, copies } = this.parts.packs;
    const fresh: OpenPack[] = [];
    for (const source of sources) {
      const copy = source.kind === 'git' ? await copies.last(source) : undefined;
      if (copy === undefined || copy.commit === this.inUse(source)?.copy?.commit) continue;
      fresh.push({ source, folder: copy.folder, copy });
    }
    return fresh;
  }

  private inUse(source: PackSource): OpenPack | undefined {
    return this.opened.packs.find((pack) => sourceName(pack.source) === sourceName(source));
  }

  private isFree({ source, copy }: OpenPack): boolean {
    const used = this.inUse(source);
    if (used === undefined) return true;
    const ids = new Set(this.parts.packs.scenariosIn(used.folder));
    const lab = this.parts.store.active().find(({ scenario }) => ids.has(scenario));
    const key = `${sourceName(source)} ${copy?.commit}`;
    if (lab !== undefined && !this.told.has(key)) {
      this.told.add(key);
      this.parts.log.info({ pack: sourceName(source), lab: lab.id }, 'pack waits for its labs');
    }
    return lab === undefined;
  }

  /** In the order of the setting, which says whose scenario counts when two have one id. */
  private withThese(fresh: readonly OpenPack[]): OpenPacks {
    const byName = new Map([...this.opened.packs, ...fresh].map((pack) => [sourceName(pack.source), pack]));
    const packs = this.parts.packs.sources.flatMap((source) => byName.get(sourceName(source)) ?? []);
    const names = new Set(fresh.map(({ source }) => sourceName(source)));
    return { packs, faults: this.opened.faults.filter(({ file }) => !names.has(file)) };
  }
}
