import { randomUUID } from 'node:crypto';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Pty, PtyOptions, TerminalHost } from '#ports/terminal-host.ts';
import { DockerPty } from './docker-pty.ts';
import { findMachine } from './docker-machines.ts';
import { type Engine, quickMs, refusalStatus } from './engine.ts';
import { markVariable } from './signal-exec.ts';

export class DockerTerminalHost implements TerminalHost {
  private readonly engine: Engine;
  private readonly owner: string;

  constructor(engine: Engine, owner: string) {
    this.engine = engine;
    this.owner = owner;
  }

  async open(lab: LabId, machine: MachineName, options: PtyOptions, signal: AbortSignal): Promise<Pty> {
    const container = await this.find(lab, machine, signal);
    const mark = randomUUID();
    const size: [number, number] = [options.rows, options.cols];
    const limits = { signal, withinMs: quickMs };
    return this.engine.call(`open a shell on ${machine}`, limits, async (docker, abortSignal) => {
      const exec = await docker.getContainer(container).exec({
        Cmd: ['/bin/bash', '--login'],
        User: options.user,
        WorkingDir: homeOf(options.user),
        Env: environment(options.user, mark),
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
      const pty = new DockerPty({ engine: this.engine, container, mark, exec, stream });
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

/** The images of labs make homes where every Debian system does. */
export const homeOf = (user: string): string => (user === 'root' ? '/root' : `/home/${user}`);

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
