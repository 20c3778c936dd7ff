import type { Namespace } from 'socket.io';
import type { GuestLine, GuestPage } from '#app/watching/guest-line.ts';
import type { WatchDesk } from '#app/watching/watch-desk.ts';
import {
  GuestDrawn,
  GuestInput,
  LookAtShell,
  type WatchedScreen,
  type WatchToClient,
  type WatchToServer,
} from '#contract/events.ts';
import { requireVisit } from '#http/guest-cookie.ts';
import type { Log } from '#ports/log.ts';
import { handle } from './handle.ts';
import { OutputLine } from './output-line.ts';

export type WatchNamespace = Namespace<WatchToServer, WatchToClient>;

/** The shells of one lab, for those who were invited to it. */
export function serveWatchers(namespace: WatchNamespace, watching: WatchDesk, log: Log): void {
  namespace.on('connection', (socket) => {
    const output = new OutputLine(socket, (shell) => {
      log.warn({ shell }, 'guest takes nothing');
      socket.disconnect(true);
    });
    const page: GuestPage = {
      output: (shell, data) => output.send('watch.output', [shell], data),
      screen: (screen) => void socket.emit('watch.screen', screen),
      resized: (shell, { cols, rows }) => void socket.emit('watch.resized', shell, cols, rows),
      ended: (shell) => void socket.emit('watch.ended', shell),
      changed: (lab) => void socket.emit('watch.changed', lab),
      over: (why) => {
        socket.emit('watch.over', why);
        socket.disconnect(true);
      },
    };
    let line: GuestLine;
    try {
      line = watching.connect(requireVisit(socket.request, watching), page);
    } catch (error) {
      log.warn({ err: error }, 'guest refused');
      socket.disconnect(true);
      return;
    }
    socket.on(
      'watch.look',
      handle<typeof LookAtShell, WatchedScreen>(log, LookAtShell, ({ shell }, answer) =>
        line.look(shell, answer),
      ),
    );
    socket.on(
      'watch.stop',
      handle(log, LookAtShell, ({ shell }) => line.stop(shell)),
    );
    socket.on(
      'watch.drawn',
      handle(log, GuestDrawn, ({ shell, bytes }) => line.drawn(shell, bytes)),
    );
    socket.on(
      'watch.input',
      handle<typeof GuestInput, null>(log, GuestInput, ({ shell, data }, answer) => {
        line.input(shell, data);
        answer(null);
      }),
    );
    socket.on('disconnect', () => line.close());
  });
}
