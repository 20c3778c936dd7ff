import { cx } from '../../ui/cx.ts';
import type { Shown } from '../../ui/Splitter.tsx';
import css from './Lab.module.css';

/** On narrow windows only one side is shown at a time. */
export function NarrowTabs({ shown, onShow }: { shown: Shown; onShow: (shown: Shown) => void }) {
  return (
    <div className={css['narrow']} role="group" aria-label="Shown side">
      {(['left', 'right'] as const).map((side) => (
        <button
          key={side}
          type="button"
          aria-pressed={shown === side}
          className={cx(shown === side && css['chosen'])}
          onClick={() => onShow(side)}
        >
          {side === 'left' ? 'Tasks' : 'Terminals'}
        </button>
      ))}
    </div>
  );
}
