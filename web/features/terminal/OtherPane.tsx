import type { PaneKind } from '../../ui/pane-kind.ts';
import css from './Deck.module.css';
import { PaneHead } from './PaneHead.tsx';
import type { PaneName } from './pane-names.ts';

/** A pane of a kind that others have added. */
export function OtherPane({
  kind,
  subject,
  name,
  head,
  shown,
  onClose,
  onFocus,
  onGrab,
  onHead,
}: {
  kind: PaneKind;
  subject: string;
  name: PaneName;
  head: boolean;
  shown: boolean;
  onClose: () => void;
  /** A pointer was pressed on the head. */
  onGrab: (event: PointerEvent) => void;
  /** The head was clicked. */
  onHead: () => void;
  onFocus: () => void;
}) {
  return (
    // It only hears that something in it has taken the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className={css['pane']} aria-label={name.title} onFocus={onFocus}>
      {head ? <PaneHead name={name} onClose={onClose} onGrab={onGrab} onHead={onHead} /> : null}
      <div className={css['other']}>{kind.render({ subject, shown, close: onClose })}</div>
    </section>
  );
}
