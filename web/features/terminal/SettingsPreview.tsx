import { Terminal } from '@xterm/xterm';
import { useEffect, useRef } from 'react';
import css from './Settings.module.css';
import { withFont } from './terminal-fonts.ts';
import { looks } from './terminal-looks.ts';
import type { TerminalSettings } from './terminal-settings.ts';
import { terminalTheme } from './terminal-theme.ts';

const [e, end] = ['\u001b[', '\u001b[0m'];
const lines = [
  `${e}1;32mlearner@workstation${end}:${e}1;34m~${end}$ k -n shop get pods`,
  `${e}1mNAME      READY   STATUS             AGE${end}`,
  `web-0     1/1     ${e}32mRunning${end}            12m`,
  `api-0     0/1     ${e}31mCrashLoopBackOff${end}   12m`,
  `db-0      0/1     ${e}33mPending${end}            4s`,
  `${e}1;35mroot@cp${end}:${e}1;34m~${end}# `,
].join('\r\n');
/** xterm shows no cursor before the first focus or change of screens: this is such a change, to the one that is shown. */
const cursor = `${e}?47l`;

/** A terminal with nothing behind it, in the looks that are being chosen. */
export function SettingsPreview({ settings }: { settings: TerminalSettings }) {
  const host = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal>(undefined);
  // A terminal is outside of React: made once, then told of each change.
  useEffect(() => {
    const made = new Terminal({
      cols: 46,
      rows: 6,
      disableStdin: true,
      scrollback: 0,
      cursorInactiveStyle: 'block',
    });
    terminal.current = made;
    if (host.current !== null) made.open(host.current);
    made.write(lines + cursor);
    return () => made.dispose();
  }, []);
  useEffect(
    () =>
      withFont(settings.font, () => {
        const { current } = terminal;
        if (current === undefined || host.current === null) return;
        Object.assign(current.options, looks(settings), { cursorInactiveStyle: settings.cursor });
        current.options.screenReaderMode = false;
        current.options.theme = terminalTheme(host.current);
      }),
    [settings],
  );
  return (
    <div className={css['preview']} data-palette={settings.palette} inert>
      <div ref={host} />
    </div>
  );
}
