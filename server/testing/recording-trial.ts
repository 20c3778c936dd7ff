import { MemoryRecordings } from '#adapters/memory/recordings.ts';
import { Recorder } from '#app/recording/recorder.ts';
import { RecordingDesk } from '#app/recording/recording-desk.ts';
import { Shell } from '#app/shells/shell.ts';
import type { AttemptId, LabId, ShellId } from '#contract/ids.ts';
import { RecordedMoment } from '#contract/recording.ts';
import { LabWorld } from './lab-world.ts';
import { ScriptedPty } from './scripted-pty.ts';
import { settled } from './trial-shell.ts';

const size = { cols: 80, rows: 24 };
export const roomy = { perShell: 1e6, perAttempt: 4e6, all: 1e8 };

type Mode = 'on' | 'off' | 'with-input';

/** A recorder over memory, with a lab whose shells a test speaks for. */
export async function recording(
  more: { mode?: Mode; limits?: typeof roomy; recordings?: MemoryRecordings } = {},
) {
  const { mode = 'on', limits = roomy, recordings = new MemoryRecordings() } = more;
  const world = new LabWorld();
  const { lab, attempt } = await startedLab(world);
  const parts = { recordings, store: world.store, clock: world.clock, log: world.log, limits, mode };
  const recorder = new Recorder(parts);
  world.bus.subscribe((event) => recorder.heard(event));
  await recorder.start();
  const desk = new RecordingDesk({ ...parts, recorder });
  const open = async (id = world.ids.shell(), of = lab) => {
    const pty = new ScriptedPty();
    const shell = new Shell(id, pty, size, () => undefined);
    recorder.opened(shell, { lab: of, terminal: 'cp', user: 'root' });
    await settled();
    return { pty, shell };
  };
  return { world, recorder, recordings, desk, lab, attempt, open };
}

async function startedLab(world: LabWorld): Promise<{ lab: LabId; attempt: AttemptId }> {
  const { id, attempt } = await world.start();
  return { lab: id, attempt };
}

/** A file, read as a player reads it. */
export async function cast(recordings: MemoryRecordings, attempt: AttemptId, shell: ShellId) {
  const [head = '', ...rest] = ((await recordings.read(attempt, shell)) ?? '').trimEnd().split('\n');
  const events = rest.map((line) => JSON.parse(line) as [number, string, string]);
  const of = (kind: string) => events.filter((event) => event[1] === kind).map((event) => event[2]);
  return { head: JSON.parse(head || '{}') as Record<string, unknown>, events, of };
}

/** What the timeline has. */
export async function kinds(recordings: MemoryRecordings, attempt: AttemptId): Promise<string[]> {
  const lines = ((await recordings.read(attempt, 'timeline')) ?? '').trimEnd().split('\n');
  return lines.filter((line) => line !== '').map((line) => RecordedMoment.parse(JSON.parse(line)).kind);
}
