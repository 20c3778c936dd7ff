import { Columns2, X } from 'lucide-react';
import { ContextMenu } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useSyncExternalStore } from 'react';
import { cx } from '../../ui/cx.ts';
import css from './Deck.module.css';
import { MachineMark } from './MachineMark.tsx';
import menu from './Menu.module.css';
import type { PaneDrag } from './pane-drag.ts';
import type { PaneName } from './pane-names.ts';
import type { ShellState } from './shell-link.ts';
import { stageId, tabId } from './tab-ids.ts';

const trouble: Partial<Record<ShellState['kind'], string>> = {
  lost: 'the line is down',
  exited: 'has ended',
  refused: 'could not be opened',
};
/** One tab: chosen by click, Enter or arrows; renamed by double click or F2; closed by its cross, Delete or the middle button. */
export function TabHandle({
  id,
  name,
  icon,
  panes,
  chosen,
  state,
  items,
  drag,
  onChoose,
  onRename,
  onClose,
  onDrag,
  onTurn,
}: {
  id: number;
  name: PaneName & { own: string };
  /** Of a pane that is no shell. */
  icon: ReactNode;
  panes: number;
  chosen: boolean;
  /** Of its shells, the one that most needs to be seen. */
  state: ShellState['kind'] | undefined;
  items: ReactNode;
  /** Takes it up where the pointer is pressed. */
  drag: PaneDrag;
  onChoose: () => void;
  onRename: () => void;
  onClose: () => void;
  /** Dragged so that its middle is here, in pixels of the window. */
  onDrag: (x: number) => void;
  /** To the tab that is so many further on; without a number to the first or last. */
  onTurn: (key: string) => boolean;
}) {
  const { machine } = name;
  const over = useSyncExternalStore(drag.subscribe, () => isOver(drag, id));
  const bad = state === undefined ? undefined : trouble[state];

  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'F2') onRename();
    else if (event.key === 'Delete') onClose();
    else if (!onTurn(event.key)) return;
    event.preventDefault();
  };
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <button
          type="button"
          id={tabId(id)}
          role="tab"
          aria-selected={chosen}
          aria-controls={stageId}
          tabIndex={chosen ? 0 : -1}
          className={css['tab']}
          data-colour={machine?.colour}
          data-over={over || undefined}
          title={titleOf(name)}
          onClick={() => onChoose()}
          onDoubleClick={onRename}
          onAuxClick={(event) => {
            if (event.button === 1) onClose();
          }}
          onKeyDown={press}
          onPointerDown={(event) => {
            // A finger scrolls the row of tabs; the menu moves a tab there.
            if (event.pointerType === 'mouse') drag.press(event.nativeEvent, { tab: id }, onDrag);
          }}
        >
          {machine === undefined ? icon : <MachineMark colour={machine.colour} />}
          <span className={css['tabName']}>{name.own}</span>
          {machine === undefined ? null : <span className={css['user']}>{machine.user}</span>}
          {panes > 1 ? <Columns2 size={13} aria-label={`${panes} panes`} /> : null}
          {bad === undefined ? null : (
            <span className={cx(css['dot'], state && css[state])} role="img" aria-label={bad} />
          )}
          <CloseCross onClose={onClose} />
        </button>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className={menu['menu']} onCloseAutoFocus={(event) => event.preventDefault()}>
          {items}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

const isOver = (drag: PaneDrag, id: number): boolean => {
  const { drop, not } = drag.get() ?? {};
  return drop?.on === 'tab' && drop.id === id && not === undefined;
};

/** For the mouse alone: a tab may hold no other control, and keyboards have Delete and the menu. */
function CloseCross({ onClose }: { onClose: () => void }) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <span
      className={css['cross']}
      aria-hidden="true"
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onClose();
      }}
    >
      <X size={13} />
    </span>
  );
}

function titleOf({ own, title, machine }: PaneName & { own: string }): string {
  const where = machine === undefined ? title : `${machine.user} on ${machine.name}`;
  return own === where ? own : `${own}: ${where}`;
}
