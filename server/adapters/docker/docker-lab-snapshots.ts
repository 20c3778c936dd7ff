import { type SnapshotShelf, viewOf } from '#adapters/fs/snapshot-shelf.ts';
import type { LabId } from '#contract/ids.ts';
import type { SnapshotView } from '#contract/snapshots.ts';
import { Fault } from '#domain/fault.ts';
import type { SnapshotLimits } from '#domain/lab/snapshot-limits.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabSnapshots, NewSnapshot } from '#ports/lab-snapshots.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import { findMachine } from './docker-machines.ts';
import { type Engine, noSignal, quickMs } from './engine.ts';
import { type Role, roleLabel } from './labels.ts';
import { freeze, isRunning, reboot, restart, start, thaw } from './machine-restart.ts';
import { streamExec } from './stream-exec.ts';
import { undoPlan } from './undo-plan.ts';
import { withStep } from './with-step.ts';

export interface DockerLabSnapshotsParts {
  readonly engine: Engine;
  readonly owner: string;
  readonly clock: Clock;
  readonly shelf: SnapshotShelf;
  readonly limits: SnapshotLimits;
  /** The machines of a lab have been booted anew: what was remembered of them may no longer be so. */
  onRestored(lab: LabId): void;
}

const saveMs = 60_000;
const restoreMs = 60_000;
const program = '/undo';

/** The containers of a machine and of its observer, in which the undo program is. */
interface Place {
  readonly machine: MachineName;
  readonly container: string;
  readonly observer: string;
}

/**
 * Snapshots by the undo program, which stands beside each machine in its observer's container. Nothing of the machine is run for
 * it. What is put back is written while the machine is frozen, and found by the machine when it boots.
 */
export class DockerLabSnapshots implements LabSnapshots {
  private readonly parts: DockerLabSnapshotsParts;

  constructor(parts: DockerLabSnapshotsParts) {
    this.parts = parts;
  }

  async list(lab: LabId): Promise<SnapshotView[]> {
    return (await this.parts.shelf.list(lab)).map(viewOf);
  }

  save(lab: LabId, { machines, ...about }: NewSnapshot, signal: AbortSignal): Promise<SnapshotView> {
    const { shelf } = this.parts;
    return shelf.add(lab, about, async (draft) => {
      const places = await Promise.all(machines.map((machine) => this.place(lab, machine, signal)));
      await settled(
        places.map((place) => draft.add(place.machine, (take) => this.pack(place, take, signal))),
      );
    });
  }

  async restore(lab: LabId, id: number, run: Run): Promise<SnapshotView> {
    const { shelf, clock, engine } = this.parts;
    const snapshot = (await shelf.list(lab)).find((each) => each.id === id);
    if (snapshot === undefined) throw snapshotNotFound();
    const all = await Promise.all(
      snapshot.machines.map(async (part) => ({
        part,
        place: await this.place(lab, part.machine, run.signal),
      })),
    );
    await withStep(run, clock, { id: 'undo-files', title: 'Put the files back' }, async () => {
      // A sum that is wrong is found before anything is changed.
      const archives = await Promise.all(all.map(({ part }) => shelf.archive(lab, id, part)));
      await settled(all.map(({ place }, at) => this.replace(place, archives[at] ?? nothing(), run.signal)));
    });
    await withStep(run, clock, { id: 'undo-boot', title: 'Start the machines again' }, async () => {
      // One after the other, so that each finds its address free.
      for (const { place } of all) await reboot(engine, place.container, run.signal);
      await Promise.all(all.map(({ place }) => restart(engine, place.observer, run.signal)));
    });
    this.parts.onRestored(lab);
    return viewOf(snapshot);
  }

  forget(lab: LabId): Promise<void> {
    return this.parts.shelf.forget(lab);
  }

  keepOnly(labs: readonly LabId[]): Promise<void> {
    return this.parts.shelf.keepOnly(labs);
  }

  private async place(lab: LabId, machine: MachineName, signal: AbortSignal): Promise<Place> {
    const { engine, owner } = this.parts;
    const [container, observer] = await Promise.all([
      findMachine(engine, owner, lab, machine, signal),
      findMachine(engine, owner, lab, `observer-${machine}`, signal),
    ]);
    return { machine, container, observer };
  }

  private async pack(
    place: Place,
    take: (data: Uint8Array) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { engine, limits } = this.parts;
    const plan = undoPlan(await this.roleOf(place, signal), limits);
    const { exit, stderr } = await streamExec(engine, place.observer, [program, 'save'], {
      input: once(Buffer.from(plan)),
      onOutput: take,
      signal,
      timeoutMs: saveMs,
    });
    if (exit !== 0) throw saveFault(place.machine, stderr, limits);
  }

  /** Freezes a machine with a living observer beside it; what a restore that was cut short left is brought to that state. */
  private async hold({ container, observer }: Place, signal: AbortSignal): Promise<void> {
    const { engine } = this.parts;
    if (!(await isRunning(engine, container, signal))) {
      await start(engine, container, signal);
      await restart(engine, observer, signal);
    } else if (!(await isRunning(engine, observer, signal))) await restart(engine, observer, signal);
    await freeze(engine, container, signal);
  }

  private async replace(
    place: Place,
    archive: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.hold(place, signal);
      await this.unpack(place, archive, signal);
    } catch (error) {
      // Nobody would find it frozen and know why.
      await thaw(this.parts.engine, place.container, noSignal).catch(() => undefined);
      throw error;
    }
  }

  private async unpack(place: Place, archive: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const { exit, stderr } = await streamExec(this.parts.engine, place.observer, [program, 'restore'], {
      input: archive,
      onOutput: async () => undefined,
      signal,
      timeoutMs: restoreMs,
    });
    if (exit === 0) return;
    throw new Fault('snapshot.failed', `The files of ${place.machine} could not be put back.`, {
      remedy: 'Try once more; if it fails again, reset the lab.',
      tail: stderr,
    });
  }

  private async roleOf({ container }: Place, signal: AbortSignal): Promise<Exclude<Role, 'observer'>> {
    const limits = { signal, withinMs: quickMs };
    const { Config } = await this.parts.engine.call('look at a machine', limits, (docker, abortSignal) =>
      docker.getContainer(container).inspect({ abortSignal }),
    );
    const role = Config.Labels[roleLabel];
    return role === 'workstation' || role === 'host' ? role : 'node';
  }
}

export const snapshotNotFound = (): Fault =>
  new Fault('snapshot.not-found', 'The lab has no such snapshot any more.', {
    remedy: 'Look at the list again: only the newest few are kept.',
  });

function saveFault(machine: MachineName, stderr: string, limits: SnapshotLimits): Fault {
  if (stderr.includes('too large')) {
    const most = Math.round(limits.machineBytes / 1024 ** 2);
    return new Fault('snapshot.too-large', `The files of ${machine} are more than ${most} MiB.`, {
      remedy: 'Remove large files that you no longer need from /root, /home, /opt or /srv.',
    });
  }
  return new Fault('snapshot.failed', `The files of ${machine} could not be saved.`, {
    remedy: 'Try again in a moment.',
    tail: stderr,
  });
}

/** Waits for all, also when one has failed: no work goes on that nobody waits for. */
async function settled(works: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(works);
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // The undo program refuses it.
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data;
}
