import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DockerLabSnapshots } from '#adapters/docker/docker-lab-snapshots.ts';
import { SnapshotShelf } from '#adapters/fs/snapshot-shelf.ts';
import { DockerHostRuntime } from '#adapters/docker/docker-host-runtime.ts';
import { DockerLineTalks } from '#adapters/docker/docker-line-talks.ts';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { DockerTerminalHost, type Keeping } from '#adapters/docker/docker-terminal-host.ts';
import { DockerMachineFiles } from '#adapters/docker/docker-machine-files.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { KeeperProgram } from '#adapters/docker/keeper-program.ts';
import { randomIds } from '#adapters/node/ids.ts';
import { AdminConfs } from '#adapters/kind/admin-confs.ts';
import { KindClusterRuntime } from '#adapters/kind/kind-cluster-runtime.ts';
import { MemoryLabSnapshots } from '#adapters/memory/lab-snapshots.ts';
import { MemoryLineTalks } from '#adapters/memory/line-talks.ts';
import { MemoryMachineFiles } from '#adapters/memory/machine-files.ts';
import { MemoryMachines } from '#adapters/memory/machines.ts';
import { MemoryWorld } from '#adapters/memory/machines-world.ts';
import { MemoryClusterRuntime, MemoryHostRuntime } from '#adapters/memory/runtimes.ts';
import { MemoryTerminalHost } from '#adapters/memory/terminal-host.ts';
import { LabId, type ShellId } from '#contract/ids.ts';
import type { Step } from '#contract/progress.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabSnapshots } from '#ports/lab-snapshots.ts';
import { snapshotLimits } from '#domain/lab/snapshot-limits.ts';
import type { LineTalks } from '#ports/line-talks.ts';
import type { MachineFiles } from '#ports/machine-files.ts';
import type { Machines } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import type { ClusterRuntime, HostRuntime } from '#ports/runtimes.ts';
import type { Pty, TerminalHost } from '#ports/terminal-host.ts';
import { QuietLog } from '../../server/testing/quiet-log.ts';
import { builtProgram } from './built-program.ts';
import { builtKind } from './built-kind.ts';
import { builtImage } from './image-trial.ts';
import { testOwner } from '../support/test-owner.ts';

export const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  delay: (ms, signal) => delay(ms, undefined, { signal }),
};

/** One way to fill the ports, with an owner of its own, so that nothing of another installation is seen. */
export interface TrialWorld {
  readonly owner: string;
  readonly machines: Machines;
  readonly hosts: HostRuntime;
  readonly clusters: ClusterRuntime;
  readonly terminals: TerminalHost;
  readonly files: MachineFiles;
  readonly snapshots: LabSnapshots;
  readonly talks: LineTalks;
  image(name: 'workstation' | 'host' | 'node' | 'baked-node' | 'observer'): Promise<string>;
}

export const worlds: readonly (readonly [name: string, make: () => TrialWorld])[] = [
  ['memory', memoryWorld],
  ['docker', dockerWorld],
];

export function memoryWorld(): TrialWorld {
  const world = new MemoryWorld();
  return {
    owner: 'memory',
    machines: new MemoryMachines(world),
    hosts: new MemoryHostRuntime(world, clock),
    clusters: new MemoryClusterRuntime(world, clock),
    terminals: new MemoryTerminalHost(world),
    files: new MemoryMachineFiles(world),
    snapshots: new MemoryLabSnapshots(world, clock),
    talks: new MemoryLineTalks(world),
    image: async (name) => name,
  };
}

/** `freePort` chooses where API servers are published. `shelfDir`: where snapshots of this world's labs lie; whoever takes some removes it. */
export function dockerWorld(
  owner = testOwner(),
  {
    freePort,
    shelfDir = join(tmpdir(), `cks-lab-snapshots-${owner}`),
  }: { freePort?: () => Promise<number>; shelfDir?: string } = {},
): TrialWorld {
  const engine = new Engine();
  const machines = new DockerMachines(engine, owner);
  return {
    owner,
    machines,
    hosts: new DockerHostRuntime({ engine, machines, owner, clock }),
    clusters: new KindClusterRuntime({
      engine,
      machines,
      owner,
      clock,
      adminConfs: new AdminConfs(),
      kind,
      environment: { PATH, HOME },
      ...(freePort && { freePort }),
    }),
    terminals: new DockerTerminalHost(engine, owner, keeping(engine)),
    files: new DockerMachineFiles(engine, owner),
    snapshots: new DockerLabSnapshots({
      engine,
      owner,
      clock,
      shelf: new SnapshotShelf(shelfDir, snapshotLimits),
      limits: snapshotLimits,
      onRestored: () => undefined,
    }),
    talks: new DockerLineTalks(engine, owner),
    image: builtImage,
  };
}

const { PATH = '/usr/local/bin:/usr/bin:/bin', HOME = '/root' } = process.env;
const kind = await builtKind();
const shellkeeper = await builtProgram('shellkeeper');

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

export function freshLab(): LabId {
  const tail = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]);
  return LabId.parse(`lab-${tail.join('')}`);
}

/** A run whose steps can be looked at afterwards. */
export function recordedRun(
  signal: AbortSignal = new AbortController().signal,
): Run & { readonly steps: Step[] } {
  const steps: Step[] = [];
  return { steps, signal, onStep: (step) => steps.push(step) };
}

/** Types into a shell as its only writer. */
export function typeInto(pty: Pty, text: string): void {
  const seq = (typed.get(pty) ?? 0) + 1;
  typed.set(pty, seq);
  pty.write(text, { writer: 'trial', seq });
}
const typed = new WeakMap<Pty, number>();

export const freshShell = (): ShellId => randomIds.shell();

/** The program that keeps shells, as the server would put it into machines. */
export function keeping(engine: Engine): Keeping {
  return { program: new KeeperProgram(engine, async () => shellkeeper), log: new QuietLog() };
}

export const unstopped = (): AbortSignal => new AbortController().signal;
