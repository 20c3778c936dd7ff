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
} from '#ports/machines.ts';
import { type MemoryMachine, type MemoryWorld, putFiles, throwIfCancelled } from './machines-world.ts';

const defaultMaxBytes = 1024 * 1024;

export class MemoryMachines implements Machines {
  private readonly world: MemoryWorld;

  constructor(world: MemoryWorld) {
    this.world = world;
  }

  async seen(signal: AbortSignal): Promise<SeenLab[]> {
    throwIfCancelled(signal);
    return [...this.world.labs].map(([lab, { machines }]) => ({
      lab,
      machines: [...machines.values()].map(({ name, role, running }) => ({ name, role, running })),
    }));
  }

  async exec(
    lab: LabId,
    machine: MachineName,
    argv: readonly string[],
    options: ExecOptions,
  ): Promise<ExecResult> {
    throwIfCancelled(options.signal);
    const found = this.world.running(lab, machine);
    const program = this.world.programs.get(argv[0] ?? '');
    if (program === undefined) return { exit: 127, stdout: '', stderr: `${argv[0]}: not found\n` };
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([options.signal, deadline]);
    const { user = 'root', stdin = '', env = {}, maxBytes = defaultMaxBytes } = options;
    try {
      const result = await program({ lab, machine: found, argv, user, stdin, env, signal });
      return { ...result, stdout: cut(result.stdout, maxBytes), stderr: cut(result.stderr, maxBytes) };
    } catch (error) {
      throwIfCancelled(options.signal);
      if (!deadline.aborted) throw error;
      throw new Fault('deadline.passed', `${options.timeoutMs} ms were not enough to run ${argv[0]}.`, {
        remedy: 'The machine may be overloaded. Try again.',
        cause: error,
      });
    }
  }

  async put(
    lab: LabId,
    machine: MachineName,
    files: readonly FileToPut[],
    signal: AbortSignal,
  ): Promise<void> {
    throwIfCancelled(signal);
    const found = this.world.running(lab, machine);
    putFiles(found, files);
  }

  async stop(lab: LabId, signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    this.world.throwIfFailing('stop');
    for (const machine of this.world.labs.get(lab)?.machines.values() ?? []) end(machine);
  }

  async start(lab: LabId, signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    this.world.throwIfFailing('start');
    for (const machine of this.world.labs.get(lab)?.machines.values() ?? []) machine.running = true;
  }

  async endedWithEngine(lab: LabId, signal: AbortSignal): Promise<EndedMachines | undefined> {
    throwIfCancelled(signal);
    const machines = [...(this.world.labs.get(lab)?.machines.values() ?? [])];
    const ended = machines.filter(
      ({ running, endedWithEngineAt }) => !running && endedWithEngineAt !== undefined,
    );
    const at = Math.min(...ended.map(({ endedWithEngineAt = Infinity }) => endedWithEngineAt));
    return ended.length === 0 ? undefined : { names: ended.map(({ name }) => name), at };
  }

  async destroy(lab: LabId, signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    this.world.throwIfFailing('destroy');
    this.world.labs.delete(lab);
  }
}

/** Of a machine that was stopped on request its engine knows that. */
function end(machine: MemoryMachine): void {
  if (machine.running) machine.endedWithEngineAt = undefined;
  machine.running = false;
}

function cut(text: string, maxBytes: number): string {
  return Buffer.from(text).subarray(0, maxBytes).toString('utf8');
}
