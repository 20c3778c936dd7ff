export interface LineSink {
  /** Makes the track ready; what is already there. */
  open(): Promise<{ readonly firstLine: string | undefined; readonly bytes: number }>;
  append(lines: string): Promise<void>;
  /** Lines of so many bytes were taken. */
  took(bytes: number): void;
  /** Called once: nothing more can be stored. */
  failed(error: unknown): void;
}

/** Lines are stored together, a moment later: several calls of the system for the echo of each key would meet the next key. */
const gatherMs = 500;
const gatherBytes = 64 * 1024;

/** Stores lines one append after the other, so that a slow disk is felt here and not by whoever writes. */
export class LineWriter {
  /** What the track held when it was opened. */
  readonly ready: Promise<{ readonly firstLine: string | undefined; readonly bytes: number } | undefined>;
  private readonly sink: LineSink;
  private waiting: string[] = [];
  private waitingBytes = 0;
  /** Bytes of `waiting`, and what will store them. */
  private gathered = 0;
  private later: NodeJS.Timeout | undefined;
  private queued = false;
  private taken = 0;
  private over = false;
  /** Nothing is stored any more: it failed, or the track is removed. */
  private lost = false;
  private work: Promise<void>;

  constructor(sink: LineSink) {
    this.sink = sink;
    this.ready = sink.open().then(
      (opened) => {
        this.taken += opened.bytes;
        return opened;
      },
      (error: unknown) => {
        this.fail(error);
        return undefined;
      },
    );
    this.work = this.ready.then(() => undefined);
  }

  /** Bytes that are not stored yet. */
  get pending(): number {
    return this.waitingBytes;
  }

  /** Bytes of the track, with those that are still on their way. */
  get bytes(): number {
    return this.taken;
  }

  write(line: string): void {
    if (this.over) return;
    const bytes = Buffer.byteLength(line);
    this.waiting.push(line);
    this.waitingBytes += bytes;
    this.taken += bytes;
    this.sink.took(bytes);
    this.gathered += bytes;
    if (this.gathered >= gatherBytes) this.storeNow();
    else this.later ??= setTimeout(() => this.storeNow(), gatherMs);
  }

  /** Resolves when everything written so far is stored, or cannot be. */
  async flush(): Promise<void> {
    this.storeNow();
    await this.work;
  }

  /** Takes no more lines; what was written is still stored. */
  close(): Promise<void> {
    this.over = true;
    return this.flush();
  }

  /** Forgets what is not stored yet: the track is about to be removed. */
  discard(): Promise<void> {
    this.lost = true;
    this.waiting = [];
    this.waitingBytes = 0;
    return this.close();
  }

  private storeNow(): void {
    clearTimeout(this.later);
    this.later = undefined;
    if (this.queued || this.waiting.length === 0) return;
    this.queued = true;
    this.work = this.work.then(() => this.store());
  }

  private async store(): Promise<void> {
    this.queued = false;
    const lines = this.waiting.join('');
    const bytes = this.waitingBytes;
    this.waiting = [];
    this.gathered = 0;
    if (lines === '') return;
    try {
      await this.sink.append(lines);
      this.waitingBytes = Math.max(0, this.waitingBytes - bytes);
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    if (this.lost) return;
    this.lost = true;
    this.over = true;
    this.waiting = [];
    this.waitingBytes = 0;
    this.sink.failed(error);
  }
}
