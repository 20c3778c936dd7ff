import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import css from './Deck.module.css';
import { MachineMark } from './MachineMark.tsx';
import type { PaneName } from './pane-names.ts';

/** Says which machine a pane is on, and who is logged in there. The pane is dragged by it; keyboards have the menu. */
export function PaneHead({
  name,
  title,
  children,
  onClose,
  onGrab,
  onHead,
}: {
  name: PaneName;
  /** What the program in it calls itself. */
  title?: string;
  children?: ReactNode;
  onClose: () => void;
  /** A pointer was pressed on it. */
  onGrab: (event: PointerEvent) => void;
  /** It was clicked. */
  onHead: () => void;
}) {
  const { machine } = name;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      className={css['head']}
      data-colour={machine?.colour}
      // A press takes the focus from no terminal.
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={(event) => isButton(event.target) || onGrab(event.nativeEvent)}
      onClick={(event) => isButton(event.target) || onHead()}
    >
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

const isButton = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('button') !== null;
