import type { Namespace } from 'socket.io';
import type { Shell, Viewer } from '#app/shells/shell.ts';
import type { Shells } from '#app/shells/shells.ts';
import {
  CloseShell,
  OpenShell,
  ShellDrawn,
  ShellInput,
  type ShellOpened,
  ShellResize,
  type TerminalToClient,
  type TerminalToServer,
} from '#contract/events.ts';
import type { ShellId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { Log } from '#ports/log.ts';
import { handle } from './handle.ts';

export type TerminalNamespace = Namespace<TerminalToServer, TerminalToClient>;

export function serveTerminals(namespace: TerminalNamespace, shells: Shells, log: Log): void {
  namespace.on('connection', (socket) => {
    const viewer: Viewer = {
      get gone() {
        return socket.disconnected;
      },
      output: (shell, seq, data) => void socket.emit('shell.output', shell, seq, data),
      exited: (shell, exitCode) => void socket.emit('shell.exited', shell, exitCode),
    };
    // Typing into a shell that has just ended is no mistake of anybody.
    const watched = (id: ShellId): Shell | undefined => shells.watched(id, viewer);

    socket.on(
      'shell.open',
      handle<typeof OpenShell, ShellOpened>(log, OpenShell, (request, answer) =>
        shells.open(request, viewer, answer),
      ),
    );
    socket.on(
      'shell.input',
      handle(log, ShellInput, ({ shell, data }) => watched(shell)?.input(data)),
    );
    socket.on(
      'shell.resize',
      handle(log, ShellResize, ({ shell, ...size }) => watched(shell)?.resize(size)),
    );
    socket.on(
      'shell.drawn',
      handle(log, ShellDrawn, ({ shell, bytes }) => watched(shell)?.drawn(viewer, bytes)),
    );
    socket.on(
      'shell.close',
      handle<typeof CloseShell, null>(log, CloseShell, async ({ shell }, answer) => {
        const own = watched(shell);
        if (own === undefined) throw noShell(shell);
        await own.end();
        answer(null);
      }),
    );
    socket.on('disconnect', () => shells.leave(viewer));
  });
}

const noShell = (id: string): Fault =>
  new Fault('terminal.not-found', `There is no open shell ${id}.`, { remedy: 'Open the terminal again.' });
