import type { EventBus, LabEvent } from '#ports/events.ts';
import type { Log } from '#ports/log.ts';

/** Hands every event to every listener, within this process. */
export class LocalEventBus implements EventBus {
  private readonly listeners = new Set<(event: LabEvent) => void>();
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  publish(event: LabEvent): void {
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch (error) {
        this.log.error({ err: error, event: event.type }, 'listener failed');
      }
    }
  }

  subscribe(listener: (event: LabEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
