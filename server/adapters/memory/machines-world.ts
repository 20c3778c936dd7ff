import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { ExecResult, FileToPut, MachineName, SeenMachine } from '#ports/machines.ts';
import { basicPrograms } from './machines-programs.ts';

export interface MemoryFile {
  readonly content: Buffer;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
}

export interface MemoryMachine {
  readonly name: MachineName;
  readonly role: SeenMachine['role'];
  readonly image: string;
  readonly files: Map<string, MemoryFile>;
  running: boolean;
  /** When it ended with the engine, as long as nobody has started it since. */
  endedWithEngineAt?: number | undefined;
}

interface MemoryLab {
  readonly machines: Map<MachineName, MemoryMachine>;
  network: boolean;
}

/** What a program of a machine gets to know of its call. */
export interface ProgramCall {
  readonly lab: LabId;
  readonly machine: MemoryMachine;
  readonly argv: readonly string[];
  readonly user: string;
  readonly stdin: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}
export type Program = (call: ProgramCall) => ExecResult | Promise<ExecResult>;

/** The calls of the runtimes that a test can let fail. */
export type WorldCall =
  | 'createNetwork'
  | 'createHost'
  | 'createWorkstation'
  | 'createObservers'
  | 'createCluster'
  | 'connect'
  | 'stop'
  | 'start'
  | 'recover'
  | 'settle'
  | 'save'
  | 'restore'
  | 'destroy';

/** Labs that exist in memory only; what the fakes of machines, runtimes and terminals have in common. */
export class MemoryWorld {
  readonly labs = new Map<LabId, MemoryLab>();
  /** By the first word of argv. A test adds what its lab shall be able to do. */
  readonly programs = new Map<string, Program>(basicPrograms);
  private readonly faults = new Map<WorldCall, Fault>();

  /** The next such call leaves behind what a real one would, half made, and throws. */
  failNext(call: WorldCall, fault: Fault): void {
    this.faults.set(call, fault);
  }

  throwIfFailing(call: WorldCall): void {
    const fault = this.faults.get(call);
    this.faults.delete(call);
    if (fault !== undefined) throw fault;
  }

  lab(lab: LabId): MemoryLab {
    const known = this.labs.get(lab) ?? { machines: new Map(), network: false };
    this.labs.set(lab, known);
    return known;
  }

  /** The engine begins anew: what ran has ended, and only nodes and observers come back with it. */
  restartEngine(at: number): void {
    for (const { machines } of this.labs.values()) {
      for (const machine of machines.values()) {
        if (!machine.running || machine.role === 'node' || machine.role === 'observer') continue;
        machine.running = false;
        machine.endedWithEngineAt = at;
      }
    }
  }

  machine(lab: LabId, name: MachineName): MemoryMachine {
    const machine = this.labs.get(lab)?.machines.get(name);
    if (machine !== undefined) return machine;
    throw new Fault('engine.refused', `The lab ${lab} has no machine "${name}".`, {
      remedy: 'Reset the lab: its machines are then made anew.',
    });
  }

  /** A machine on which something can be done. */
  running(lab: LabId, name: MachineName): MemoryMachine {
    const machine = this.machine(lab, name);
    if (machine.running) return machine;
    throw new Fault('engine.refused', `The Docker engine could not use ${name}: it does not run.`, {
      remedy: 'Resume the lab.',
    });
  }

  addMachine(
    lab: LabId,
    {
      files = [],
      ...machine
    }: Pick<MemoryMachine, 'name' | 'role' | 'image'> & { files?: readonly FileToPut[] },
  ): void {
    const { machines, network } = this.lab(lab);
    if (!network || machines.has(machine.name)) {
      const why = network ? 'the name is taken' : `there is no network ${lab}`;
      throw new Fault('engine.refused', `The Docker engine could not start ${machine.name}: ${why}.`, {
        remedy: 'Reset the lab.',
      });
    }
    const made = { ...machine, files: new Map<string, MemoryFile>(), running: true };
    putFiles(made, files);
    machines.set(machine.name, made);
  }
}

/** Puts files where a machine has them. Throws Fault `request.invalid` for a path that cannot be one of a file. */
export function putFiles({ files: there }: MemoryMachine, files: readonly FileToPut[]): void {
  for (const { path, content, mode, uid, gid } of files) {
    if (!path.startsWith('/') || path.split('/').includes('..')) {
      throw new Fault('request.invalid', `"${path}" cannot be the path of a file to put into a machine.`, {
        remedy: 'Use an absolute path without "..".',
      });
    }
    there.set(path, { content: Buffer.from(content as string), mode, uid, gid });
  }
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new Fault('cancelled', 'Stopped on request.', {
    remedy: 'Nothing is wrong. Start again if you still want it.',
    cause: signal.reason,
  });
}
