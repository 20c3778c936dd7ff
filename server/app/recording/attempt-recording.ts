import type { AttemptId, ShellId } from '#contract/ids.ts';
import type { RecordedMoment } from '#contract/recording.ts';
import type { RecordingLimits } from '#domain/recording/limits.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import type { Recordings, Track } from '#ports/recordings.ts';
import type { HeardShell, ShellPlace } from '../shells/shell-listener.ts';
import { CastTrack } from './cast-track.ts';
import { LineWriter } from './line-writer.ts';

export interface AttemptRecordingParts {
  readonly attempt: AttemptId;
  readonly recordings: Recordings;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: RecordingLimits;
  readonly withInput: boolean;
  /** Bytes of earlier tracks of this attempt. */
  readonly before: number;
  readonly took: (bytes: number) => void;
}

/** What is being recorded of one attempt: its timeline, and a track for each open shell. */
export class AttemptRecording {
  private readonly parts: AttemptRecordingParts;
  private readonly timeline: LineWriter;
  private readonly casts = new Map<ShellId, { readonly track: CastTrack; readonly writer: LineWriter }>();
  /** Of shells that are not recorded any more: what they said last is being stored. */
  private readonly closing = new Set<Promise<void>>();
  private bytes: number;
  private cut = false;

  constructor(parts: AttemptRecordingParts) {
    this.parts = parts;
    this.bytes = parts.before;
    this.timeline = this.writer('timeline');
  }

  /** Begins to write a shell down. */
  add(shell: HeardShell, place: ShellPlace): void {
    if (this.cut) return;
    const { id } = shell;
    const { clock, limits, withInput } = this.parts;
    const writer = this.writer(id);
    const track = new CastTrack({
      shell,
      writer,
      clock,
      withInput,
      title: `${place.user}@${place.terminal}`,
      limitBytes: limits.perShell,
      onFull: () => {
        this.casts.delete(id);
        this.finish(writer);
        this.note({ kind: 'cut', at: clock.now(), shell: id });
      },
      onEnd: (exitCode) => {
        this.casts.delete(id);
        this.finish(writer);
        this.note({ kind: 'ended', at: clock.now(), shell: id, exitCode });
      },
    });
    this.casts.set(id, { track, writer });
    this.note({ kind: 'opened', at: clock.now(), shell: id, terminal: place.terminal, user: place.user });
    void track.begin();
  }

  /** Adds to the timeline; with words, also to what each open shell shows. */
  note(moment: RecordedMoment, words?: string): void {
    if (this.cut) return;
    this.timeline.write(`${JSON.stringify(moment)}\n`);
    if (words !== undefined) for (const { track } of this.casts.values()) track.mark(words);
  }

  async flush(): Promise<void> {
    const writers = [this.timeline, ...[...this.casts.values()].map(({ writer }) => writer)];
    await Promise.all([...writers.map((writer) => writer.flush()), ...this.closing]);
  }

  /** Ends it; what was heard is stored before this resolves. */
  async close(): Promise<void> {
    const casts = [...this.casts.values()];
    this.casts.clear();
    for (const { track } of casts) track.close();
    await Promise.all([this.timeline.close(), ...casts.map(({ writer }) => writer.close()), ...this.closing]);
  }

  /** Ends it without storing what is on its way. */
  async discard(): Promise<void> {
    const writers = [this.timeline, ...[...this.casts.values()].map(({ writer }) => writer)];
    for (const { track } of this.casts.values()) track.close();
    this.casts.clear();
    await Promise.all(writers.map((writer) => writer.discard()));
  }

  /** Ends it because it may not grow, and says so. */
  end(): void {
    if (this.cut) return;
    this.cut = true;
    const moment: RecordedMoment = { kind: 'cut', at: this.parts.clock.now() };
    this.timeline.write(`${JSON.stringify(moment)}\n`);
    for (const { track, writer } of this.casts.values()) {
      track.mark('the recording ends here: there is no more room');
      track.close();
      this.finish(writer);
    }
    this.casts.clear();
  }

  private finish(writer: LineWriter): void {
    const done = writer.close().finally(() => this.closing.delete(done));
    this.closing.add(done);
  }

  private writer(track: Track): LineWriter {
    const { attempt, recordings, log } = this.parts;
    return new LineWriter({
      open: () => recordings.open(attempt, track),
      append: (lines) => recordings.append(attempt, track, lines),
      took: (bytes) => {
        this.bytes += bytes;
        this.parts.took(bytes);
        if (this.bytes > this.parts.limits.perAttempt) this.end();
      },
      failed: (error) => log.warn({ err: error, attempt, track }, 'recording could not be stored'),
    });
  }
}
