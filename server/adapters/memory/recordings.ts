import type { AttemptId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import { wholeLines } from '#domain/recording/asciicast.ts';
import type { Recordings, StoredRecording, Track } from '#ports/recordings.ts';

/** Keeps recordings as long as the process lives. Held to the same suite as the one in files. */
export class MemoryRecordings implements Recordings {
  /** Set by a test that wants to know what happens when nothing can be stored. */
  full = false;
  private readonly files = new Map<AttemptId, Map<Track, string>>();
  private readonly changed = new Map<AttemptId, number>();
  private on = true;
  private steps = 0;

  async open(attempt: AttemptId, track: Track): Promise<{ firstLine: string | undefined; bytes: number }> {
    const tracks = this.files.get(attempt) ?? new Map<Track, string>();
    this.files.set(attempt, tracks);
    const text = wholeLines(tracks.get(track) ?? '');
    tracks.set(track, text);
    this.touch(attempt);
    return { firstLine: text === '' ? undefined : text.split('\n', 1)[0], bytes: Buffer.byteLength(text) };
  }

  async append(attempt: AttemptId, track: Track, lines: string): Promise<void> {
    const tracks = this.files.get(attempt);
    const text = tracks?.get(track);
    if (this.full || tracks === undefined || text === undefined) {
      throw new Fault('disk.full', 'The recording cannot be stored.', { remedy: 'Remove old recordings.' });
    }
    tracks.set(track, text + lines);
    this.touch(attempt);
  }

  async read(attempt: AttemptId, track: Track): Promise<string | undefined> {
    const text = this.files.get(attempt)?.get(track);
    return text === undefined ? undefined : wholeLines(text);
  }

  async list(): Promise<StoredRecording[]> {
    return [...this.files].map(([attempt, files]) => {
      const tracks = [...files].map(([track, text]) => ({ track, bytes: Buffer.byteLength(text) }));
      const bytes = tracks.reduce((sum, track) => sum + track.bytes, 0);
      return { attempt, bytes, tracks, changedAt: this.changed.get(attempt) ?? 0 };
    });
  }

  async remove(attempt: AttemptId): Promise<void> {
    this.files.delete(attempt);
  }

  async wanted(): Promise<boolean> {
    return this.on;
  }

  async want(on: boolean): Promise<void> {
    this.on = on;
  }

  /** A process that ended in the middle of a line. */
  tear(attempt: AttemptId, track: Track, rest: string): void {
    const tracks = this.files.get(attempt);
    tracks?.set(track, (tracks.get(track) ?? '') + rest);
  }

  private touch(attempt: AttemptId): void {
    this.steps += 1;
    this.changed.set(attempt, this.steps);
  }
}
