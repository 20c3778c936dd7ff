import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import css from './Deck.module.css';
import { MachineMark } from './MachineMark.tsx';
import type { PaneName } from './pane-names.ts';

/** Says which machine a pane is on, and who is logged in there. */
export function PaneHead({
  name,
  title,
  children,
  onClose,
}: {
  name: PaneName;
  /** What the program in it calls itself. */
  title?: string;
  children?: ReactNode;
  onClose: () => void;
}) {
  const { machine } = name;
  return (
    <div className={css['head']} data-colour={machine?.colour}>
      {machine === undefined ? null : <MachineMark colour={machine.colour} />}
      <span className={css['headName']}>{name.title}</span>
      {machine === undefined ? null : <span className={css['user']}>{machine.user}</span>}
      {title === undefined || title === '' ? null : <span className={css['headTitle']}>{title}</span>}
      <span className={css['headEnd']}>
        {children}
        <IconButton label={`Close ${name.title}`} onClick={onClose}>
          <X size={13} aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  );
}
