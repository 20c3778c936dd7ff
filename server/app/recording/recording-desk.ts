import type { AttemptView } from '#contract/api.ts';
import type { AttemptId, ShellId } from '#contract/ids.ts';
import {
  RecordedMoment,
  type RecordedShell,
  type RecordingSetting,
  type RecordingSummary,
  type RecordingView,
} from '#contract/recording.ts';
import { Fault } from '#domain/fault.ts';
import type { RecordingLimits } from '#domain/recording/limits.ts';
import type { LabStore } from '#ports/lab-store.ts';
import type { Recordings, StoredRecording } from '#ports/recordings.ts';
import type { Recorder } from './recorder.ts';

export interface RecordingDeskParts {
  readonly recorder: Recorder;
  readonly recordings: Recordings;
  readonly store: LabStore;
  readonly limits: RecordingLimits;
  readonly mode: 'on' | 'off' | 'with-input';
}

/** All that can be asked about recordings. */
export class RecordingDesk {
  private readonly parts: RecordingDeskParts;

  constructor(parts: RecordingDeskParts) {
    this.parts = parts;
  }

  setting(): RecordingSetting {
    const { recorder, mode, limits } = this.parts;
    return {
      allowed: mode !== 'off',
      on: recorder.on,
      withInput: mode === 'with-input',
      usedBytes: recorder.usedBytes,
      limitBytes: limits.all,
    };
  }

  /** Throws Fault `recording.off` when the server's own setting forbids it. */
  async switch(on: boolean): Promise<RecordingSetting> {
    if (on && this.parts.mode === 'off') {
      throw new Fault('recording.off', 'This server records nothing.', {
        remedy: 'Start it with CKSLAB_RECORDING=on to allow recordings.',
      });
    }
    await this.parts.recorder.switch(on);
    return this.setting();
  }

  async list(): Promise<RecordingSummary[]> {
    const stored = await this.parts.recordings.list();
    return stored.map(({ attempt, bytes, tracks }) => ({
      attempt,
      bytes,
      shells: tracks.filter(({ track }) => track !== 'timeline').length,
    }));
  }

  /** Throws Fault `recording.not-found`. */
  async view(id: AttemptId): Promise<RecordingView> {
    const { recorder, recordings } = this.parts;
    await recorder.flush(id);
    const attempt = this.attempt(id);
    const stored = (await recordings.list()).find((recording) => recording.attempt === id);
    if (attempt === undefined || stored === undefined) throw notFound(id);
    const moments = momentsOf((await recordings.read(id, 'timeline')) ?? '');
    return {
      attempt: id,
      scenario: attempt.scenario,
      title: attempt.title,
      tasks: attempt.tasks.map(({ task, title }) => ({ task, title })),
      startedAt: attempt.startedAt,
      ...(attempt.endedAt === undefined ? {} : { endedAt: attempt.endedAt }),
      bytes: stored.bytes,
      shells: shellsOf(moments, stored),
      moments,
    };
  }

  /** The file of one shell. Throws Fault `recording.not-found`. */
  async cast(id: AttemptId, shell: ShellId): Promise<string> {
    await this.parts.recorder.flush(id);
    const text = await this.parts.recordings.read(id, shell);
    if (text === undefined || text === '') throw notFound(id);
    return text;
  }

  async remove(id: AttemptId): Promise<null> {
    await this.parts.recorder.remove([id]);
    return null;
  }

  async removeAll(): Promise<null> {
    const stored = await this.parts.recordings.list();
    await this.parts.recorder.remove(stored.map(({ attempt }) => attempt));
    return null;
  }

  private attempt(id: AttemptId): AttemptView | undefined {
    return this.parts.store.attempts().find((attempt) => attempt.id === id);
  }
}

/** A line that an older or newer server wrote differently is left out; the rest is worth seeing. */
function momentsOf(lines: string): RecordedMoment[] {
  const moments = lines.split('\n').flatMap((line) => {
    try {
      return RecordedMoment.safeParse(JSON.parse(line)).data ?? [];
    } catch {
      return [];
    }
  });
  return moments.toSorted((a, b) => a.at - b.at);
}

/** In the order in which they were opened. A shell that was recorded in several parts is opened once. */
function shellsOf(moments: readonly RecordedMoment[], { tracks }: StoredRecording): RecordedShell[] {
  const shells = new Map<ShellId, RecordedShell>();
  for (const moment of moments) {
    if (moment.kind !== 'opened' || shells.has(moment.shell)) continue;
    const { shell, terminal, user, at } = moment;
    const bytes = tracks.find(({ track }) => track === shell)?.bytes;
    if (bytes !== undefined) shells.set(shell, { shell, terminal, user, openedAt: at, bytes });
  }
  return [...shells.values()];
}

const notFound = (attempt: AttemptId): Fault =>
  new Fault('recording.not-found', `There is no recording of ${attempt}.`, {
    remedy: 'It may have been removed by hand, or to make room for newer ones.',
  });
