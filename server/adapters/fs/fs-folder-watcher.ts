import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import type { FolderWatcher } from '#ports/folder-watcher.ts';
import type { Log } from '#ports/log.ts';
import { foldersBelow, type Watched } from './folders-below.ts';

/** An editor that saves by renaming makes several changes; a copy of a folder makes many. */
const quietMs = 80;
/** So long at most a change waits for others to come. */
const atMostMs = 400;

/** Node's own watcher on each folder: what it says of files is a hint that something changed, never what. */
export class FsFolderWatcher implements FolderWatcher {
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  watch(folders: readonly string[], onChange: () => void): () => void {
    const watching = new Watching(folders, onChange, this.log);
    return () => watching.close();
  }
}

class Watching {
  private readonly roots: readonly string[];
  private readonly onChange: () => void;
  private readonly log: Log;
  private readonly open = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  private timer: NodeJS.Timeout | undefined;
  private waitingSince: number | undefined;
  private isLooking = false;
  private isStale = false;
  private isClosed = false;

  constructor(roots: readonly string[], onChange: () => void, log: Log) {
    this.roots = roots;
    this.onChange = onChange;
    this.log = log;
    void this.look();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    for (const path of this.open.keys()) this.drop(path);
  }

  private touch(): void {
    if (this.isClosed) return;
    const now = performance.now();
    this.waitingSince ??= now;
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(quietMs, this.waitingSince + atMostMs - now));
    this.timer = setTimeout(() => {
      this.waitingSince = undefined;
      void this.look();
    }, wait);
  }

  /** Watches what is there now and then tells: whatever came before the watchers is read by whoever is told. */
  private async look(): Promise<void> {
    this.isStale = true;
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      while (this.isStale && !this.isClosed) {
        this.isStale = false;
        await this.follow();
        if (!this.isClosed) this.onChange();
      }
    } catch (error) {
      this.log.error({ err: error }, 'watching failed');
    } finally {
      this.isLooking = false;
    }
  }

  private async follow(): Promise<void> {
    const wanted = await foldersBelow(this.roots);
    if (this.isClosed) return;
    for (const [path, { identity }] of this.open) {
      if (wanted.get(path)?.identity !== identity) this.drop(path);
    }
    for (const [path, folder] of wanted) if (!this.open.has(path)) this.add(path, folder);
  }

  private add(path: string, { identity, only }: Watched): void {
    try {
      const watcher = watch(path, { persistent: false });
      this.open.set(path, { watcher, identity });
      watcher.on('change', (type, name) => this.heard(path, type, String(name), only));
      watcher.on('error', (error) => this.lost(path, error));
    } catch (error) {
      this.lost(path, error);
    }
  }

  private heard(path: string, type: string, name: string, only: string | undefined): void {
    // A folder that is moved or removed says so under its own name, and its watcher hears nothing more.
    if (type === 'rename' && name === basename(path)) this.drop(path);
    else if (only !== undefined && name !== only) return;
    this.touch();
  }

  private lost(path: string, error: unknown): void {
    this.drop(path);
    // Gone between two looks; anything else, such as too few watchers in the kernel, will not get better by trying again.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') this.touch();
    else this.log.warn({ path, err: error }, 'folder not watched');
  }

  private drop(path: string): void {
    this.open.get(path)?.watcher.close();
    this.open.delete(path);
  }
}
