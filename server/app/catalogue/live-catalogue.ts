import type { EventBus } from '#ports/events.ts';
import type { FolderWatcher } from '#ports/folder-watcher.ts';
import type { Log } from '#ports/log.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';

export interface Watching {
  readonly watcher: FolderWatcher;
  readonly folders: readonly string[];
}

export interface LiveCatalogueParts {
  readonly watching: Watching;
  readonly library: ScenarioLibrary;
  readonly bus: EventBus;
  readonly log: Log;
}

/** Reads the scenarios again when their files change, one reading at a time, and tells that they may be others now. */
export class LiveCatalogue {
  private readonly parts: LiveCatalogueParts;
  private stop: (() => void) | undefined;
  private isStale = false;
  private reading: Promise<void> | undefined;

  constructor(parts: LiveCatalogueParts) {
    this.parts = parts;
  }

  start(): void {
    const { watcher, folders } = this.parts.watching;
    this.stop ??= watcher.watch(folders, () => this.changed());
  }

  async close(): Promise<void> {
    this.stop?.();
    this.isStale = false;
    await this.reading;
  }

  private changed(): void {
    this.isStale = true;
    this.reading ??= this.readAll();
  }

  private async readAll(): Promise<void> {
    const { library, bus, log } = this.parts;
    while (this.isStale) {
      this.isStale = false;
      try {
        await library.reload();
        bus.publish({ type: 'catalogue.changed' });
        log.info(
          { scenarios: library.all().length, faults: library.faults().length },
          'scenarios read again',
        );
      } catch (error) {
        // What was read before stays in use; the next change is the next try.
        log.error({ err: error }, 'scenarios not read');
      }
    }
    this.reading = undefined;
  }
}
