import type { FolderWatcher } from '#ports/folder-watcher.ts';

/** Notices what a test says. */
export class MemoryFolderWatcher implements FolderWatcher {
  private readonly listeners = new Set<() => void>();

  watch(_folders: readonly string[], onChange: () => void): () => void {
    this.listeners.add(onChange);
    onChange();
    return () => void this.listeners.delete(onChange);
  }

  get watched(): boolean {
    return this.listeners.size > 0;
  }

  change(): void {
    for (const listener of this.listeners) listener();
  }
}
