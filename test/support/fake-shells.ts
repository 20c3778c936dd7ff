import type { Server, Socket } from 'socket.io';
import type { LabDetail } from '#contract/api.ts';
import type { TerminalToClient, TerminalToServer } from '#contract/events.ts';
import { OpenShell, ShellAnswer, ShellDrawn, ShellInput, ShellResize } from '#contract/events.ts';
import type { LabId } from '#contract/ids.ts';
import { OpenShells } from '#contract/open-shells.ts';
import { FakeShell } from './fake-shell.ts';

/** The shells of a `FakeApi`, by the terminal's id, and for further ones also their number. */
export class FakeShells extends Map<string, FakeShell> {
  #cut = false;
  /** Openings are answered once this has come. */
  answering: Promise<void> = Promise.resolve();
  readonly #io: Server;
  readonly #detail: (lab: string) => LabDetail | undefined;

  constructor(io: Server, detail: (lab: string) => LabDetail | undefined) {
    super();
    this.#io = io;
    this.#detail = detail;
    io.of('/terminal').use((_, next) => next(this.#cut ? new Error('the line is cut') : undefined));
    io.of('/terminal').on('connection', (socket) => this.#serve(socket));
  }

  /** Drops the lines to all shells, and takes no new one until `mendLine`. */
  cutLine(): void {
    this.#cut = true;
    this.#io.of('/terminal').disconnectSockets();
  }

  mendLine(): void {
    this.#cut = false;
  }

  openIn(lab: LabId): OpenShells {
    const shells = [...this.keys()].map((key) => {
      const [terminal = '', number = '1'] = key.split('/');
      return { terminal, number: Number(number) };
    });
    return OpenShells.parse({ lab, shells });
  }

  #tell(lab: LabId): void {
    this.#io.of('/labs').to(lab).emit('shells.changed', this.openIn(lab));
  }

  #serve(socket: Socket<TerminalToServer, TerminalToClient>): void {
    const writers = new Map<string, string>();
    const resize = (shell: FakeShell, cols: number, rows: number): void => {
      if (shell.sizes.at(-1) !== `${cols}x${rows}`)
        socket.broadcast.emit('shell.resized', shell.id, cols, rows);
      shell.resize(cols, rows);
    };
    socket.on('shell.open', (request, ack) => {
      const { lab, terminal, number, cols, rows, writer = 'nobody' } = OpenShell.parse(request);
      const shell = this.#shell(lab, { id: terminal, number });
      this.#tell(lab);
      resize(shell, cols, rows);
      writers.set(shell.id, writer);
      const accepted = shell.typed.get(writer) ?? 0;
      void this.answering.then(() =>
        ack({
          ok: true,
          value: { shell: shell.id, life: 'fake', screen: shell.screen, seq: shell.seq, accepted },
        }),
      );
    });
    const byId = (id: string) => [...this.values()].find((shell) => shell.id === id);
    socket.on('shell.input', (event) => {
      const { shell, data, seq = 0 } = ShellInput.parse(event);
      byId(shell)?.typeOnce(writers.get(shell) ?? 'nobody', seq, data);
      socket.emit('shell.accepted', shell, seq);
    });
    socket.on('shell.answer', (event) => {
      const { shell, data } = ShellAnswer.parse(event);
      byId(shell)?.answers.push(data);
    });
    socket.on('shell.resize', (event) => {
      const { cols, rows } = ShellResize.parse(event);
      const shell = byId(event.shell);
      if (shell !== undefined) resize(shell, cols, rows);
    });
    socket.on('shell.close', ({ shell: id }, ack) => {
      byId(id)?.close();
      ack({ ok: true, value: null });
    });
    socket.on('shell.drawn', (event) => byId(event.shell)?.paid(ShellDrawn.parse(event).bytes));
  }

  /** The one that is open, or a new one. */
  #shell(lab: LabId, { id, number }: { id: string; number: number }): FakeShell {
    const key = number === 1 ? id : `${id}/${number}`;
    const known = this.get(key);
    if (known !== undefined) return known;
    const view = this.#detail(lab)?.lab.terminals.find((terminal) => terminal.id === id);
    const shells = this.#io.of('/terminal');
    const shell: FakeShell = new FakeShell(
      { name: view?.label ?? id, number },
      view?.user ?? 'learner',
      (seq, data) => shells.emit('shell.output', shell.id, seq, data),
      (code) => {
        this.delete(key);
        this.#tell(lab);
        shells.emit('shell.exited', shell.id, code);
      },
    );
    this.set(key, shell);
    return shell;
  }
}
