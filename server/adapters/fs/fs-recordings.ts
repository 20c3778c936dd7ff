import { appendFile, mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AttemptId, ShellId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import { wholeLines } from '#domain/recording/asciicast.ts';
import type { Recordings, StoredRecording, Track } from '#ports/recordings.ts';

const timeline = 'timeline.jsonl';
const castEnd = '.cast';
const pieceBytes = 64 * 1024;

/**
 * One folder for each attempt, `<attempt>/<shell>.cast` and `<attempt>/timeline.jsonl` in it, readable by their user alone. Names
 * are made from parsed ids, and what else lies there is left alone.
 */
export class FsRecordings implements Recordings {
  private readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  async open(attempt: AttemptId, track: Track): Promise<{ firstLine: string | undefined; bytes: number }> {
    await mkdir(this.folder(attempt), { recursive: true, mode: 0o700 });
    const path = this.path(attempt, track);
    const file = await open(path, 'a+', 0o600);
    try {
      const { size } = await file.stat();
      const bytes = await wholeBytes(file, size);
      if (bytes < size) await truncate(path, bytes);
      const head = await file.read(Buffer.alloc(Math.min(bytes, pieceBytes)), 0, undefined, 0);
      const end = head.buffer.subarray(0, head.bytesRead).indexOf('\n');
      return { firstLine: end === -1 ? undefined : head.buffer.toString('utf8', 0, end), bytes };
    } finally {
      await file.close();
    }
  }

  async append(attempt: AttemptId, track: Track, lines: string): Promise<void> {
    try {
      // Not made anew: a recording that was removed meanwhile stays removed.
      await appendFile(this.path(attempt, track), lines, { mode: 0o600, flag: 'a' });
    } catch (error) {
      throw new Fault('disk.full', `The recording of ${attempt} cannot be stored: ${reason(error)}.`, {
        remedy: 'Make room on the disk, or remove old recordings.',
        cause: error,
      });
    }
  }

  async read(attempt: AttemptId, track: Track): Promise<string | undefined> {
    const text = await orMissing(readFile(this.path(attempt, track), 'utf8'));
    return text === undefined ? undefined : wholeLines(text);
  }

  async list(): Promise<StoredRecording[]> {
    const names = (await orMissing(readdir(this.dir))) ?? [];
    const attempts = names.map((name) => AttemptId.safeParse(name)).flatMap(({ data }) => data ?? []);
    const found = await Promise.all(attempts.map((attempt) => this.stored(attempt)));
    return found.filter((recording) => recording !== undefined);
  }

  async remove(attempt: AttemptId): Promise<void> {
    await rm(this.folder(attempt), { recursive: true, force: true });
  }

  async wanted(): Promise<boolean> {
    return (await orMissing(stat(this.offFile))) === undefined;
  }

  async want(on: boolean): Promise<void> {
    if (on) return rm(this.offFile, { force: true });
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    await writeFile(this.offFile, '', { mode: 0o600 });
  }

  private async stored(attempt: AttemptId): Promise<StoredRecording | undefined> {
    const names = (await orMissing(readdir(this.folder(attempt)))) ?? [];
    const files = await Promise.all(
      names.map(trackOf).flatMap((track) => (track === undefined ? [] : [this.sized(attempt, track)])),
    );
    const tracks = files.filter((file) => file !== undefined);
    if (tracks.length === 0) return undefined;
    return {
      attempt,
      bytes: tracks.reduce((sum, track) => sum + track.bytes, 0),
      changedAt: Math.max(...tracks.map((track) => track.changedAt)),
      tracks: tracks.map(({ track, bytes }) => ({ track, bytes })),
    };
  }

  private async sized(attempt: AttemptId, track: Track) {
    const found = await orMissing(stat(this.path(attempt, track)));
    return found && { track, bytes: found.size, changedAt: found.mtimeMs };
  }

  private folder(attempt: AttemptId): string {
    return join(this.dir, attempt);
  }

  private path(attempt: AttemptId, track: Track): string {
    return join(this.folder(attempt), track === 'timeline' ? timeline : `${track}${castEnd}`);
  }

  private get offFile(): string {
    return join(this.dir, 'switched-off');
  }
}

function trackOf(name: string): Track | undefined {
  if (name === timeline) return 'timeline';
  if (!name.endsWith(castEnd)) return undefined;
  return ShellId.safeParse(name.slice(0, -castEnd.length)).data;
}

/** How much of a file is whole lines, looked for from its end. */
async function wholeBytes(file: Awaited<ReturnType<typeof open>>, size: number): Promise<number> {
  for (let end = size; end > 0; end -= pieceBytes) {
    const start = Math.max(0, end - pieceBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    const at = buffer.subarray(0, bytesRead).lastIndexOf('\n');
    if (at !== -1) return start + at + 1;
  }
  return 0;
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
