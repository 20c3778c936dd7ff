import { Button } from '../../ui/Button.tsx';
import { Ticked } from '../../ui/Ticked.tsx';
import { count } from '../../ui/words.ts';
import css from './Deck.module.css';
import type { LineDown, ShellState } from './shell-state.ts';

/** Says below a terminal what its shell has to say; nothing while all is well. */
export function ShellLine({ state, onRestart }: { state: ShellState | undefined; onRestart: () => void }) {
  switch (state?.kind) {
    case undefined:
      return null;
    case 'open':
      return <OpenLine unsent={state.unsent} replaces={state.replaces} />;
    case 'opening':
      return (
        <p className={css['line']} role="status">
          Opening the shell
        </p>
      );
    case 'lost':
      return (
        <p className={css['line']} role="status">
          {lostWords[state.why]} The shell goes on and comes back as it is.
          {state.waiting > 0 ? ` ${count(state.waiting, 'character')} will be sent then.` : ''}
        </p>
      );
    case 'exited':
      return (
        <div className={css['line']} role="status">
          <span>
            The shell has ended{state.exitCode === null ? '' : ` with exit code ${state.exitCode}`}.
          </span>
          <Button small onClick={onRestart}>
            Start a new shell
          </Button>
        </div>
      );
    case 'refused':
      return (
        <div className={css['line']} role="alert">
          <span>
            <Ticked text={`${state.problem.message} ${state.problem.remedy}`} />
          </span>
          <Button small onClick={onRestart}>
            Try again
          </Button>
        </div>
      );
  }
}

const lostWords: Readonly<Record<LineDown, string>> = {
  reconnecting: 'The line is down; trying again.',
  offline: 'This computer is offline.',
  'server-gone': 'The server does not answer; trying again.',
};

const replacesWords = {
  idle: 'The shell before was closed after long idleness: this is a new one.',
  lost: 'The shell before was lost with its machine: this is a new one.',
};

function OpenLine({
  unsent = 0,
  replaces,
}: {
  unsent?: number | undefined;
  replaces?: 'idle' | 'lost' | undefined;
}) {
  if (unsent === 0 && replaces === undefined) return null;
  return (
    <p className={css['line']} role="status">
      {unsent === 0 ? '' : `${count(unsent, 'character')} could not be delivered. `}
      {replaces === undefined ? '' : replacesWords[replaces]}
    </p>
  );
}
