import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type {
  EndedMachines,
  ExecOptions,
  ExecResult,
  FileToPut,
  MachineName,
  Machines,
  SeenLab,
  SeenMachine,
} from '#ports/machines.ts';
import { destroyLab } from './destroy-lab.ts';
import { diskFull, type Engine, isDiskFull, quickMs } from './engine.ts';
import { endedWithEngine } from './ended-with-engine.ts';
import { startLab, stopLab } from './rest-lab.ts';
import { having, labOf, labLabel, labLabels, machineLabel, ownerLabel, seenMachine } from './labels.ts';
import { runExec } from './run-exec.ts';
import { ustar } from './ustar.ts';

const putMs = 30_000;

export class DockerMachines implements Machines {
  private readonly engine: Engine;
  private readonly owner: string;

  /** `owner` names this installation: nothing without it in its labels is ever seen or touched. */
  constructor(engine: Engine, owner: string) {
    this.engine = engine;
    this.owner = owner;
  }

  async seen(signal: AbortSignal): Promise<SeenLab[]> {
    const filters = having({ [ownerLabel]: this.owner });
    const limits = { signal, withinMs: quickMs };
    return this.engine.call('list the labs', limits, async (docker, abortSignal) => {
      const [containers, networks, { Volumes: volumes }] = await Promise.all([
        docker.listContainers({ all: true, filters, abortSignal }),
        docker.listNetworks({ filters, abortSignal }),
        docker.listVolumes({ filters, abortSignal }),
      ]);
      const labs = new Map<LabId, SeenMachine[]>();
      for (const { Labels } of [...containers, ...networks, ...volumes]) {
        const lab = labOf(Labels);
        if (lab !== undefined) labs.set(lab, []);
      }
      for (const container of containers) {
        const lab = labOf(container.Labels);
        if (lab !== undefined) labs.get(lab)?.push(seenMachine(container));
      }
      return [...labs].map(([lab, machines]) => ({ lab, machines }));
    });
  }

  async exec(
    lab: LabId,
    machine: MachineName,
    argv: readonly string[],
    options: ExecOptions,
  ): Promise<ExecResult> {
    const container = await findMachine(this.engine, this.owner, lab, machine, options.signal);
    return runExec(this.engine, container, argv, options);
  }

  /**
   * Unpacked by the machine's own tar, not by the engine: what the engine copies into a running container lands beneath a
   * tmpfs such as /tmp or /run, where nobody in the machine can see it.
   */
  async put(
    lab: LabId,
    machine: MachineName,
    files: readonly FileToPut[],
    signal: AbortSignal,
  ): Promise<void> {
    if (files.length === 0) return;
    const archive = ustar(files);
    const container = await findMachine(this.engine, this.owner, lab, machine, signal);
    const argv = [
      '/bin/tar',
      '-x',
      '-f',
      '-',
      '-C',
      '/',
      '--numeric-owner',
      '--same-owner',
      '--same-permissions',
    ];
    const result = await runExec(this.engine, container, argv, { signal, timeoutMs: putMs }, archive);
    if (result.exit === 0) return;
    const tail = `${result.stdout}${result.stderr}`.trim();
    if (isDiskFull(tail)) throw diskFull(`Files could not be put into ${machine}`, undefined, tail);
    throw new Fault(
      'engine.refused',
      `Files could not be put into ${machine}: tar ended with ${result.exit}.`,
      {
        remedy: 'The machine may have no room left or have lost its tools. Reset the lab.',
        tail,
      },
    );
  }

  async stop(lab: LabId, signal: AbortSignal): Promise<void> {
    await stopLab(this.engine, labLabels(this.owner, lab), signal);
  }

  async start(lab: LabId, signal: AbortSignal): Promise<void> {
    await startLab(this.engine, labLabels(this.owner, lab), signal);
  }

  async endedWithEngine(lab: LabId, signal: AbortSignal): Promise<EndedMachines | undefined> {
    return endedWithEngine(this.engine, labLabels(this.owner, lab), signal);
  }

  async destroy(lab: LabId, signal: AbortSignal): Promise<void> {
    await destroyLab(this.engine, labLabels(this.owner, lab), signal);
  }
}

/** The id of the machine's container, running or not. */
export async function findMachine(
  engine: Engine,
  owner: string,
  lab: LabId,
  machine: MachineName,
  signal: AbortSignal,
): Promise<string> {
  const filters = having({ [ownerLabel]: owner, [labLabel]: lab, [machineLabel]: machine });
  const [found] = await engine.call(
    `find the machine ${machine}`,
    { signal, withinMs: quickMs },
    (docker, abortSignal) => docker.listContainers({ all: true, filters, abortSignal }),
  );
  if (found !== undefined) return found.Id;
  throw new Fault('engine.refused', `The lab ${lab} has no machine "${machine}".`, {
    remedy: 'Reset the lab: its machines are then made anew.',
  });
}
