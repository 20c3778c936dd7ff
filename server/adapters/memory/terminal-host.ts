import type { LabId, ShellId } from '#contract/ids.ts';
import { asFault, Fault } from '#domain/fault.ts';
import type { MachineName } from '#ports/machines.ts';
import type { InputPlace, Pty, PtyOptions, PtyToResume, TerminalHost } from '#ports/terminal-host.ts';
import { type MemoryMachine, type MemoryWorld, throwIfCancelled } from './machines-world.ts';
import { MemoryShell } from './memory-shell.ts';

interface Kept {
  readonly machine: MemoryMachine;
  readonly shell: MemoryShell;
}

/** Its shells last, as those of a machine with a keeper do: several hosts over one world are servers after each other. */
export class MemoryTerminalHost implements TerminalHost {
  private readonly world: MemoryWorld;
  private static readonly kept = new WeakMap<MemoryWorld, Map<ShellId, Kept>>();

  constructor(world: MemoryWorld) {
    this.world = world;
  }

  async open(lab: LabId, machine: MachineName, options: PtyOptions, signal: AbortSignal): Promise<Pty> {
    throwIfCancelled(signal);
    try {
      const shell = new MemoryShell(options);
      this.shells().set(options.id, { machine: this.world.machine(lab, machine), shell });
      return new MemoryPty(shell, 0);
    } catch (error) {
      throw new Fault('terminal.not-found', asFault(error).message, {
        remedy: 'Reset the lab.',
        cause: error,
      });
    }
  }

  async resume(
    lab: LabId,
    machine: MachineName,
    wanted: PtyToResume,
    signal: AbortSignal,
  ): Promise<Pty | undefined> {
    throwIfCancelled(signal);
    const kept = this.shells().get(wanted.id);
    const now = this.world.labs.get(lab)?.machines.get(machine);
    if (kept === undefined || kept.machine !== now || kept.shell.heard) return undefined;
    return new MemoryPty(kept.shell, wanted.from);
  }

  async folder(
    _lab: LabId,
    _machine: MachineName,
    { id }: Pick<PtyOptions, 'id'>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    throwIfCancelled(signal);
    const shell = this.shells().get(id)?.shell;
    return shell?.ended === undefined ? shell?.folder : undefined;
  }

  private shells(): Map<ShellId, Kept> {
    const known = MemoryTerminalHost.kept.get(this.world) ?? new Map<ShellId, Kept>();
    MemoryTerminalHost.kept.set(this.world, known);
    return known;
  }
}

/** One line to a shell in memory; a newer line takes its place. */
export class MemoryPty implements Pty {
  readonly lasting = true;
  readonly from: number;
  readonly heard: number;
  readonly typed: ReadonlyMap<string, number>;
  private readonly shell: MemoryShell;
  private next: number;
  private listener: ((data: Uint8Array) => void) | undefined;
  private accepted: (place: InputPlace) => void = () => undefined;
  private readonly exitListeners: ((exitCode: number | null) => void)[] = [];
  private paused = false;
  private released = false;

  constructor(shell: MemoryShell, from: number) {
    this.shell = shell;
    this.from = Math.max(from, shell.first);
    this.next = this.from;
    this.heard = shell.last;
    this.typed = new Map(shell.typed);
    shell.attach(this);
  }

  onData(listener: (data: Uint8Array) => void): void {
    this.listener = listener;
    this.hear();
  }

  onExit(listener: (exitCode: number | null) => void): void {
    this.exitListeners.push(listener);
    if (this.shell.ended !== undefined) this.end();
  }

  onAccepted(listener: (place: InputPlace) => void): void {
    this.accepted = listener;
  }

  write(data: string, place: InputPlace): void {
    if (this.released || this.shell.ended !== undefined) return;
    this.shell.input(data, place);
    queueMicrotask(() => this.accepted(place));
  }

  async resize(cols: number, rows: number): Promise<void> {
    if (!this.released) this.shell.size = { cols, rows };
  }

  pause(): void {
    this.paused = true;
    this.shell.braked = true;
  }

  resume(): void {
    this.paused = false;
    this.shell.braked = false;
    this.hear();
  }

  async kill(): Promise<void> {
    this.shell.end(null);
  }

  async release(): Promise<void> {
    this.released = true;
    this.shell.detach(this);
  }

  /** Called by the shell when it has said something. */
  hear(): void {
    if (this.listener === undefined || this.paused || this.released) return;
    const data = this.shell.since(this.next);
    this.next = this.shell.last;
    if (data.length > 0) this.listener(data);
  }

  /** Called by the shell at its end. */
  end(): void {
    this.hear();
    if (this.released) return;
    this.shell.heard = true;
    for (const listener of this.exitListeners.splice(0)) listener(this.shell.ended?.code ?? null);
  }
}
