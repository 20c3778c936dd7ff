import type { HintText } from '#contract/grading.ts';
import type { AttemptId, LabId, ShellId } from '#contract/ids.ts';
import type { LabState, LabView } from '#contract/lab.ts';
import { type RecordingLimits, tooOld } from '#domain/recording/limits.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabEvent } from '#ports/events.ts';
import type { LabStore } from '#ports/lab-store.ts';
import type { Log } from '#ports/log.ts';
import type { Recordings } from '#ports/recordings.ts';
import type { HeardShell, ShellPlace } from '../shells/shell-listener.ts';
import { AttemptRecording } from './attempt-recording.ts';

export interface RecorderParts {
  readonly recordings: Recordings;
  readonly store: LabStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: RecordingLimits;
  readonly mode: 'on' | 'off' | 'with-input';
}

interface OpenShell {
  readonly shell: HeardShell;
  readonly place: ShellPlace;
}

const over: ReadonlySet<LabState> = new Set(['stopping', 'gone']);

/** Writes every attempt down while it is worked on: what its shells show, and checks, hints and resets beside. */
export class Recorder {
  private readonly parts: RecorderParts;
  private readonly open = new Map<ShellId, OpenShell>();
  private readonly running = new Map<AttemptId, AttemptRecording>();
  private readonly states = new Map<LabId, LabState>();
  private readonly sizes = new Map<AttemptId, { bytes: number; changedAt: number }>();
  private isWanted = false;
  private clearing = Promise.resolve();

  constructor(parts: RecorderParts) {
    this.parts = parts;
  }

  /** Learns what is stored and what the learner wants. Nothing is recorded before. Never rejects: labs work without recordings. */
  async start(): Promise<void> {
    const { recordings, log } = this.parts;
    try {
      for (const { attempt, bytes, changedAt } of await recordings.list()) {
        this.sizes.set(attempt, { bytes, changedAt });
      }
      this.isWanted = await recordings.wanted();
    } catch (error) {
      log.warn({ err: error }, 'recordings cannot be read: nothing is recorded');
    }
    this.makeRoom();
    await this.clearing;
  }

  get on(): boolean {
    return this.isWanted && this.parts.mode !== 'off';
  }

  get usedBytes(): number {
    return [...this.sizes.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** A shell has been opened. */
  opened(shell: HeardShell, place: ShellPlace): void {
    this.open.set(shell.id, { shell, place });
    shell.listen({
      output: () => undefined,
      input: () => undefined,
      resized: () => undefined,
      ended: () => void this.open.delete(shell.id),
    });
    if (this.on) this.recordingOf(place.lab)?.add(shell, place);
  }

  heard(event: LabEvent): void {
    if (event.type === 'lab.changed') return this.moved(event.lab);
    if (event.type !== 'grading.done' || !this.on) return;
    const { earned, possible } = event.report;
    this.recordingOf(event.lab)?.note(
      { kind: 'check', at: this.parts.clock.now(), report: event.report },
      `check: ${earned} of ${possible} points`,
    );
  }

  hintOpened(lab: LabId, { task, index }: HintText): void {
    if (!this.on) return;
    const words = `hint ${index + 1} of ${task}`;
    this.recordingOf(lab)?.note({ kind: 'hint', at: this.parts.clock.now(), task, index }, words);
  }

  /** Begins or ends the recording of everything that is open, at once. */
  async switch(on: boolean): Promise<void> {
    await this.parts.recordings.want(on);
    if (on === this.isWanted) return;
    this.isWanted = on;
    const at = this.parts.clock.now();
    if (!on) {
      for (const recording of this.running.values()) recording.note({ kind: 'off', at }, 'recording off');
      await this.closeAll();
    } else if (this.on) this.resume((recording) => recording.note({ kind: 'on', at }));
  }

  /** Everything that was heard of an attempt is stored when this resolves. */
  async flush(attempt: AttemptId): Promise<void> {
    await this.running.get(attempt)?.flush();
  }

  /** Removes recordings; shells that are open are recorded anew from here. */
  async remove(attempts: readonly AttemptId[]): Promise<void> {
    for (const attempt of attempts) {
      const recording = this.running.get(attempt);
      this.running.delete(attempt);
      await recording?.discard();
      await this.parts.recordings.remove(attempt);
      this.sizes.delete(attempt);
    }
    if (this.on) this.resume();
  }

  async close(): Promise<void> {
    await this.closeAll();
    await this.clearing;
  }

  private moved(lab: LabView): void {
    const before = this.states.get(lab.id);
    this.states.set(lab.id, lab.state);
    const recording = this.running.get(lab.attempt);
    const at = this.parts.clock.now();
    if (lab.state === 'resetting' && before !== 'resetting') recording?.note({ kind: 'reset', at }, 'reset');
    if (lab.state === 'paused' && before === 'pausing') recording?.note({ kind: 'paused', at });
    if (lab.state === 'ready' && before === 'resuming') recording?.note({ kind: 'resumed', at });
    if (lab.state === 'restoring' && before !== 'restoring') recording?.note({ kind: 'undo', at }, 'undo');
    if (!over.has(lab.state)) return;
    this.states.delete(lab.id);
    this.running.delete(lab.attempt);
    recording?.note({ kind: 'stopped', at });
    void recording?.close();
  }

  private recordingOf(lab: LabId): AttemptRecording | undefined {
    const record = this.parts.store.get(lab);
    if (record === undefined || over.has(record.state)) return undefined;
    const { attempt } = record;
    const known = this.running.get(attempt);
    if (known !== undefined) return known;
    const before = this.sizes.get(attempt)?.bytes ?? 0;
    const { withInput, ...parts } = { ...this.parts, withInput: this.parts.mode === 'with-input' };
    const took = (bytes: number): void => this.grew(attempt, bytes);
    const recording = new AttemptRecording({ ...parts, withInput, attempt, before, took });
    this.running.set(attempt, recording);
    return recording;
  }

  /** Records all open shells that are not recorded yet. */
  private resume(first: (recording: AttemptRecording) => void = () => undefined): void {
    const known = new Set(this.running.values());
    for (const { shell, place } of this.open.values()) {
      const before = this.running.size;
      const recording = this.recordingOf(place.lab);
      if (recording === undefined || known.has(recording)) continue;
      if (this.running.size > before) first(recording);
      recording.add(shell, place);
    }
  }

  private grew(attempt: AttemptId, bytes: number): void {
    const known = this.sizes.get(attempt)?.bytes ?? 0;
    this.sizes.set(attempt, { bytes: known + bytes, changedAt: this.parts.clock.now() });
    this.makeRoom();
  }

  /** The oldest go first. What is being recorded ends when nothing else is left to go. */
  private makeRoom(): void {
    const { limits, recordings, log } = this.parts;
    if (this.usedBytes <= limits.all) return;
    const sized = [...this.sizes].map(([attempt, size]) => ({ attempt, ...size }));
    for (const attempt of tooOld(sized, limits.all, new Set(this.running.keys()))) {
      this.sizes.delete(attempt);
      log.info({ attempt }, 'recording removed to make room');
      this.clearing = this.clearing
        .then(() => recordings.remove(attempt))
        .catch((error: unknown) => log.warn({ err: error, attempt }, 'recording could not be removed'));
    }
    if (this.usedBytes > limits.all) for (const recording of this.running.values()) recording.end();
  }

  private async closeAll(): Promise<void> {
    const running = [...this.running.values()];
    this.running.clear();
    await Promise.all(running.map((recording) => recording.close()));
  }
}
