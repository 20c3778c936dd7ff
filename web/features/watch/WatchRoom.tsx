import '@xterm/xterm/css/xterm.css';
import { Eye, Keyboard, LogOut, Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LabState } from '#contract/lab.ts';
import type { WatchedLab, WatchOver } from '#contract/watching.ts';
import { ask } from '../../api/client.ts';
import { BrandMark } from '../../app/BrandMark.tsx';
import { ThemeButton } from '../../app/Header.tsx';
import { announce } from '../../ui/Announcer.tsx';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { cx } from '../../ui/cx.ts';
import { shellNames } from './shell-names.ts';
import { useWatchSocket } from './use-watch-socket.ts';
import css from './Watch.module.css';
import { WatchTerminal } from './WatchTerminal.tsx';

/** The terminals of a lab as a guest sees them. */
export function WatchRoom({ lab, onOver }: { lab: WatchedLab; onOver: (why: WatchOver) => void }) {
  const { socket, connected } = useWatchSocket(onOver);
  const [wanted, choose] = useState<string>();
  const { shells, you } = lab;
  const names = shellNames(shells);
  const shown = shells.find(({ shell }) => shell === wanted) ?? shells[0];
  const leave = (): void => {
    void ask('leaveWatch').then(
      () => onOver('ended'),
      () => onOver('ended'),
    );
  };
  // Spoken once when it changes, since nothing else may tell a guest who does not see the page.
  useEffect(() => {
    announce(you.mayType ? 'You may type now' : 'You are watching');
  }, [you.mayType]);

  return (
    <div className={css['room']}>
      <header className={css['top']}>
        <BrandMark />
        <h1 className={css['title']}>{lab.title}</h1>
        <p className={cx(css['pill'], you.mayType && css['typing'])}>
          {you.mayType ? <Keyboard size={14} aria-hidden="true" /> : <Eye size={14} aria-hidden="true" />}
          {you.mayType ? 'You may type' : 'You are watching'}
        </p>
        <div className={css['actions']}>
          <ThemeButton />
          <Button small onClick={leave} icon={<LogOut size={14} aria-hidden="true" />}>
            Leave
          </Button>
        </div>
      </header>
      {shells.length === 0 ? null : (
        <div className={css['tabs']} role="group" aria-label="Terminal">
          {shells.map(({ shell, user }) => (
            <button
              key={shell}
              type="button"
              aria-pressed={shell === shown?.shell}
              className={css['tab']}
              onClick={() => choose(shell)}
            >
              {names.get(shell)}
              {user === 'root' ? <span className={css['user']}>root</span> : null}
            </button>
          ))}
        </div>
      )}
      {shown === undefined ? (
        <div className={css['empty']}>
          <Empty title="No terminal is open">{emptyWords(lab.state)}</Empty>
        </div>
      ) : (
        <WatchTerminal
          key={shown.shell}
          socket={socket}
          shell={shown.shell}
          name={names.get(shown.shell) ?? shown.terminal}
          mayType={you.mayType}
        />
      )}
      <footer className={css['bar']} aria-label="Status">
        <p className={css['line']} data-connected={connected || undefined} role="status">
          {connected ? 'Connected' : 'Reconnecting'}
        </p>
        <People lab={lab} />
        <p className={css['until']}>Until {hour.format(lab.expiresAt)}</p>
      </footer>
    </div>
  );
}

const hour = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });

function emptyWords(state: LabState): string {
  switch (state) {
    case 'ready':
      return 'It appears here as soon as the learner opens one.';
    case 'resetting':
      return 'The lab is being reset. Its terminals appear here when the learner opens them again.';
    case 'pausing':
    case 'paused':
    case 'resuming':
      return 'The lab is paused. Its terminals appear here when the learner has resumed it and opens them again.';
    case 'restoring':
      return 'The lab goes back to an earlier state. Its terminals appear here when the learner opens them again.';
    case 'failed':
      return 'The lab could not be made ready. The learner can reset it.';
    case 'requested':
    case 'preparing':
    case 'stopping':
    case 'gone':
      return 'The lab is not ready yet. Its terminals appear here when the learner opens them.';
  }
}

function People({ lab: { guests, you } }: { lab: WatchedLab }) {
  const names = guests.map(({ id, name, mayType }) => {
    const marks = [id === you.id ? 'you' : undefined, mayType ? 'types' : undefined];
    const said = marks.filter((mark) => mark !== undefined).join(', ');
    return said === '' ? name : `${name} (${said})`;
  });
  return (
    <p className={css['people']}>
      <Users size={13} aria-hidden="true" />
      <span>{['The learner', ...names].join(', ')}</span>
    </p>
  );
}
