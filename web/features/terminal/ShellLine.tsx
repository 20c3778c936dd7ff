import { Button } from '../../ui/Button.tsx';
import { Ticked } from '../../ui/Ticked.tsx';
import css from './Deck.module.css';
import type { ShellState } from './shell-state.ts';
import { lineWords } from './shell-words.ts';

/** Says below a terminal what its shell has to say; nothing while all is well. */
export function ShellLine({ state, onRestart }: { state: ShellState | undefined; onRestart: () => void }) {
  switch (state?.kind) {
    case undefined:
      return null;
    case 'opening':
      return (
        <p className={css['line']} role="status">
          Opening the shell
        </p>
      );
    case 'open':
    case 'lost': {
      const words = lineWords(state);
      return words === undefined ? null : (
        <p className={css['line']} role="status">
          {words}
        </p>
      );
    }
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
