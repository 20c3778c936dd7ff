import type { LabId } from '#contract/ids.ts';
import type { SnapshotView } from '#contract/snapshots.ts';
import { Fault } from '#domain/fault.ts';
import { beyondLimits, snapshotLimits, type SnapshotLimits } from '#domain/lab/snapshot-limits.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabSnapshots, NewSnapshot } from '#ports/lab-snapshots.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import { type MemoryFile, type MemoryWorld, throwIfCancelled } from './machines-world.ts';

interface Kept {
  readonly view: SnapshotView;
  readonly machines: ReadonlyMap<MachineName, ReadonlyMap<string, MemoryFile>>;
}

/** Snapshots of labs that exist in memory: all files of their machines. */
export class MemoryLabSnapshots implements LabSnapshots {
  private readonly world: MemoryWorld;
  private readonly clock: Clock;
  private readonly limits: SnapshotLimits;
  private readonly labs = new Map<LabId, Kept[]>();

  constructor(world: MemoryWorld, clock: Clock, limits = snapshotLimits) {
    this.world = world;
    this.clock = clock;
    this.limits = limits;
  }

  async list(lab: LabId): Promise<SnapshotView[]> {
    return this.of(lab).map(({ view }) => view);
  }

  async save(lab: LabId, { machines, ...about }: NewSnapshot, signal: AbortSignal): Promise<SnapshotView> {
    throwIfCancelled(signal);
    this.world.throwIfFailing('save');
    const saved = machines.map((name) => [name, new Map(this.world.machine(lab, name).files)] as const);
    const sizes = saved.map(([, files]) => [...files.values()].reduce((sum, f) => sum + f.content.length, 0));
    const large = sizes.findIndex((bytes) => bytes > this.limits.machineBytes);
    if (large !== -1) {
      throw new Fault('snapshot.too-large', `The files of ${machines[large]} are too large.`, {
        remedy: 'Remove some.',
      });
    }
    const before = this.of(lab);
    const id = Math.max(0, ...before.map(({ view }) => view.id)) + 1;
    const view = { ...about, id, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
    const all = [{ view, machines: new Map(saved) }, ...before];
    const gone = new Set(
      beyondLimits(
        all.map((each) => each.view),
        this.limits,
      ).map((each) => each.id),
    );
    this.labs.set(
      lab,
      all.filter((each) => !gone.has(each.view.id)),
    );
    return view;
  }

  async restore(lab: LabId, id: number, run: Run): Promise<SnapshotView> {
    throwIfCancelled(run.signal);
    const kept = this.of(lab).find(({ view }) => view.id === id);
    if (kept === undefined) {
      throw new Fault('snapshot.not-found', 'The lab has no such snapshot any more.', {
        remedy: 'Look at the list again.',
      });
    }
    const step = { id: 'undo-files', title: 'Put the files back' };
    run.onStep({ ...step, at: this.clock.now(), phase: 'begin' });
    let ok = false;
    try {
      for (const [name, files] of kept.machines) {
        const machine = this.world.machine(lab, name);
        machine.files.clear();
        for (const [path, file] of files) machine.files.set(path, file);
        machine.running = true;
      }
      this.world.throwIfFailing('restore');
      ok = true;
    } finally {
      run.onStep({ ...step, at: this.clock.now(), phase: 'end', ok });
    }
    return kept.view;
  }

  async forget(lab: LabId): Promise<void> {
    this.labs.delete(lab);
  }

  async keepOnly(labs: readonly LabId[]): Promise<void> {
    for (const lab of this.labs.keys()) if (!labs.includes(lab)) this.labs.delete(lab);
  }

  private of(lab: LabId): readonly Kept[] {
    return this.labs.get(lab) ?? [];
  }
}
