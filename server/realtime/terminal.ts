import type { Namespace, Socket } from 'socket.io';
import type { Shell } from '#app/shells/shell.ts';
import type { Shells } from '#app/shells/shells.ts';
import type { Viewer } from '#app/shells/viewer.ts';
import {
  CloseShell,
  OpenShell,
  ShellAnswer,
  ShellDrawn,
  ShellInput,
  type ShellOpened,
  ShellResize,
  type TerminalToClient,
  type TerminalToServer,
} from '#contract/events.ts';
import type { ShellId } from '#contract/ids.ts';
import { asFault, Fault } from '#domain/fault.ts';
import type { Log } from '#ports/log.ts';
import { handle } from './handle.ts';
import { OutputLine } from './output-line.ts';
import { sparingly } from './sparingly.ts';

export type TerminalNamespace = Namespace<TerminalToServer, TerminalToClient>;

export function serveTerminals(namespace: TerminalNamespace, shells: Shells, log: Log): void {
  namespace.on('connection', (socket) => {
    const words = sparingly(log);
    const line = new OutputLine(socket, (shell) => cutOff(socket, log, { shell }, 'browser takes nothing'));
    const viewer: Viewer = {
      get gone() {
        return socket.disconnected;
      },
      output: (shell, seq, data) => line.send('shell.output', [shell, seq], data),
      accepted: (shell, seq) => line.tell('shell.accepted', shell, seq),
      resized: (shell, { cols, rows }) => line.tell('shell.resized', shell, cols, rows),
      exited: (shell, exitCode) => void socket.emit('shell.exited', shell, exitCode),
    };
    // Typing into a shell that has just ended is no mistake of anybody: only who asks for an answer hears of it.
    const watched = (id: ShellId): Shell => {
      const shell = shells.watched(id, viewer);
      if (shell === undefined) throw noShell(id);
      return shell;
    };

    socket.on(
      'shell.open',
      handle<typeof OpenShell, ShellOpened>(words, OpenShell, (request, answer) =>
        shells.open(request, viewer, answer),
      ),
    );
    socket.on(
      'shell.input',
      handle(words, ShellInput, ({ shell, data, seq }) => {
        try {
          watched(shell).input(data, { viewer, seq });
        } catch (error) {
          // What follows a piece that was refused would be typed without it. The page comes back and sends it again.
          if (asFault(error).code === 'request.too-many') {
            cutOff(socket, log, { shell }, 'more was typed than the shell reads');
          }
          throw error;
        }
      }),
    );
    socket.on(
      'shell.answer',
      handle(words, ShellAnswer, ({ shell, ...answer }) => watched(shell).answer(viewer, answer)),
    );
    socket.on(
      'shell.resize',
      handle(words, ShellResize, ({ shell, ...size }) => watched(shell).resize(size, viewer)),
    );
    socket.on(
      'shell.drawn',
      handle(words, ShellDrawn, ({ shell, bytes }) => watched(shell).drawn(viewer, bytes)),
    );
    socket.on(
      'shell.close',
      handle<typeof CloseShell, null>(words, CloseShell, async ({ shell }, answer) => {
        await watched(shell).end();
        answer(null);
      }),
    );
    socket.on('disconnect', () => shells.leave(viewer));
  });
}

function cutOff(socket: Pick<Socket, 'disconnect'>, log: Log, at: { shell: ShellId }, why: string): void {
  log.warn(at, why);
  socket.disconnect(true);
}

const noShell = (id: string): Fault =>
  new Fault('terminal.not-found', `There is no open shell ${id}.`, { remedy: 'Open the terminal again.' });
