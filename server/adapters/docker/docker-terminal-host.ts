import type { Duplex } from 'node:stream';
import type { LabId } from '#contract/ids.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { homeOf } from '#domain/files/home.ts';
import type { Log } from '#ports/log.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Pty, PtyOptions, PtyToResume, TerminalHost } from '#ports/terminal-host.ts';
import { DockerPty } from './docker-pty.ts';
import { findMachine } from './docker-machines.ts';
import { type Engine, quickMs, refusalStatus } from './engine.ts';
import type { KeeperProgram } from './keeper-program.ts';
import { KeptPty } from './kept-pty.ts';
import { runExec } from './run-exec.ts';
import { markVariable, signalExec } from './signal-exec.ts';

/** Without a keeper, or where it cannot be put, shells end with the server. */
export interface Keeping {
  readonly program: KeeperProgram;
  readonly log: Log;
}

const shell = ['/bin/bash', '--login'];
/** A program that must first be built must not keep a learner waiting. */
const keeperMs = 8_000;
/** For a question that a person waits for. */
const folderMs = 3_000;

export class DockerTerminalHost implements TerminalHost {
  private readonly engine: Engine;
  private readonly owner: string;
  private readonly keeping: Keeping | undefined;

  constructor(engine: Engine, owner: string, keeping?: Keeping) {
    this.engine = engine;
    this.owner = owner;
    this.keeping = keeping;
  }

  async open(lab: LabId, machine: MachineName, options: PtyOptions, signal: AbortSignal): Promise<Pty> {
    const container = await this.find(lab, machine, signal);
    const kept = await this.openKept(container, options, signal);
    return kept ?? this.openPlain(container, machine, options, signal);
  }

  async resume(
    lab: LabId,
    machine: MachineName,
    wanted: PtyToResume,
    signal: AbortSignal,
  ): Promise<Pty | undefined> {
    if (this.keeping === undefined) return undefined;
    try {
      const container = await this.find(lab, machine, signal);
      const program = await this.keeping.program.in(container, signal);
      return await this.keeper(container, { ...wanted, argv: [program, 'attach', wanted.id] }, signal);
    } catch (error) {
      // A machine that is gone, or does not run, keeps no shell.
      if (refusalStatus(error) !== undefined || asFault(error).code === 'terminal.not-found')
        return undefined;
      throw error;
    }
  }

  async folder(
    lab: LabId,
    machine: MachineName,
    { id, user }: Pick<PtyOptions, 'id' | 'user'>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (this.keeping === undefined) return undefined;
    const container = await this.find(lab, machine, signal);
    const program = await this.keeping.program.in(container, signal);
    const limits = { signal, timeoutMs: folderMs, maxBytes: 4096, user };
    const { exit, stdout } = await runExec(this.engine, container, [program, 'where', id], limits);
    const folder = exit === 0 ? stdout.replace(/\n$/, '') : '';
    return folder.startsWith('/') ? folder : undefined;
  }

  private async openKept(
    container: string,
    options: PtyOptions,
    signal: AbortSignal,
  ): Promise<Pty | undefined> {
    if (this.keeping === undefined) return undefined;
    const { program, log } = this.keeping;
    const soon = AbortSignal.any([signal, AbortSignal.timeout(keeperMs)]);
    try {
      const { id, user, cols, rows } = options;
      const path = await Promise.race([program.in(container, signal), aborted(soon)]);
      const argv = [path, 'keep', id, String(cols), String(rows), ...shell];
      const kept = await this.keeper(container, { id, user, from: 0, argv }, soon);
      if (kept !== undefined) return kept;
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ err: error }, 'shellkeeper could not be used');
    }
    program.forget(container);
    // A keeper that came up too late must not stay behind with a shell that nobody uses.
    await signalExec(this.engine, { container, mark: options.id }, 'kill').catch(() => undefined);
    return undefined;
  }

  /** A command of the keeper with its line. Undefined when it is no keeper that answers. */
  private async keeper(
    container: string,
    { id, user, from, argv }: PtyToResume & { readonly argv: readonly string[] },
    signal: AbortSignal,
  ): Promise<Pty | undefined> {
    const limits = { signal, withinMs: quickMs };
    const stream = await this.engine.call(
      'open a shell',
      limits,
      async (docker, abortSignal): Promise<Duplex> => {
        const exec = await docker.getContainer(container).exec({
          Cmd: [...argv],
          User: user,
          WorkingDir: homeOf(user),
          Env: environment(user, id),
          Tty: false,
          AttachStdin: true,
          AttachStdout: true,
          AttachStderr: true,
          abortSignal,
        });
        return exec.start({ hijack: true, stdin: true });
      },
    );
    return KeptPty.over({ engine: this.engine, container, mark: id, stream }, from, signal, (text) => {
      this.keeping?.log.info({ shell: id, text }, 'no shellkeeper answered');
    });
  }

  private openPlain(
    container: string,
    machine: MachineName,
    options: PtyOptions,
    signal: AbortSignal,
  ): Promise<Pty> {
    const size: [number, number] = [options.rows, options.cols];
    const limits = { signal, withinMs: quickMs };
    return this.engine.call(`open a shell on ${machine}`, limits, async (docker, abortSignal) => {
      const exec = await docker.getContainer(container).exec({
        Cmd: shell,
        User: options.user,
        WorkingDir: homeOf(options.user),
        Env: environment(options.user, options.id),
        Tty: true,
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        ConsoleSize: size,
        abortSignal,
      });
      const start = { hijack: true, stdin: true, Tty: true, ConsoleSize: size };
      // Without the signal: once the shell may run, it has to be ended, not forgotten.
      const stream = await exec.start(start);
      const pty = new DockerPty({ engine: this.engine, container, mark: options.id, exec, stream });
      if (!abortSignal.aborted) return pty;
      await pty.kill();
      throw abortSignal.reason;
    });
  }

  private async find(lab: LabId, machine: MachineName, signal: AbortSignal): Promise<string> {
    try {
      return await findMachine(this.engine, this.owner, lab, machine, signal);
    } catch (error) {
      const gone =
        error instanceof Fault && error.code === 'engine.refused' && refusalStatus(error) === undefined;
      if (!gone) throw error;
      throw new Fault('terminal.not-found', `There is no machine "${machine}" to open a shell on.`, {
        remedy: 'Reset the lab: its machines are then made anew.',
        cause: error,
      });
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

const environment = (user: string, mark: string): string[] => [
  `${markVariable}=${mark}`,
  'TERM=xterm-256color',
  'COLORTERM=truecolor',
  'LANG=C.UTF-8',
  'SHELL=/bin/bash',
  `HOME=${homeOf(user)}`,
  `USER=${user}`,
  `LOGNAME=${user}`,
];
