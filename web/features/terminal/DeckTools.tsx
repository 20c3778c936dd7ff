import {
  Columns2,
  Ellipsis,
  Expand,
  Maximize2,
  Minimize2,
  Rows2,
  Search,
  Settings2,
  Shrink,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import { givesAllKeys, useFullScreen } from '../../ui/use-full-screen.ts';
import css from './Deck.module.css';
import { canSplit, chosenTab, type Tab } from './layout.ts';
import { type MenuEntry, MenuItems } from './MenuItems.tsx';
import { type MoveGroup, moveGroups } from './move-entries.tsx';
import menu from './Menu.module.css';
import type { TabBarProps } from './TabBar.tsx';

const allKeys =
  'Full screen: all keys then go to the shell, also Ctrl W, which closes the browser’s tab elsewhere';

/** What is done to the shown tab, and to the deck as a whole. */
export function DeckTools(props: TabBarProps & { entriesOf: (tab: Tab) => MenuEntry[] }) {
  const { layout, onSplit, onSearch, onSettings, zen, onZen, entriesOf, placing, onPlacing } = props;
  const fullScreen = useFullScreen();
  const tab = chosenTab(layout);
  const full = tab === undefined || !canSplit(layout, tab.focus);
  return (
    <div className={css['tools']} role="toolbar" aria-label="Terminal view">
      <span className={css['wide']}>
        <IconButton label="Split right" disabled={full} onClick={() => onSplit('right')}>
          <Columns2 size={15} aria-hidden="true" />
        </IconButton>
        <IconButton label="Split down" disabled={full} onClick={() => onSplit('down')}>
          <Rows2 size={15} aria-hidden="true" />
        </IconButton>
        <IconButton
          label="Search in the terminal"
          disabled={tab?.focus.startsWith('shell:') !== true}
          onClick={onSearch}
        >
          <Search size={15} aria-hidden="true" />
        </IconButton>
      </span>
      {tab === undefined ? null : (
        <TabMenu
          entries={entriesOf(tab)}
          moves={moveGroups(props, tab)}
          moving={placing}
          onMoving={onPlacing}
        />
      )}
      <IconButton label="Terminal settings" className={css['middling']} onClick={onSettings}>
        <Settings2 size={15} aria-hidden="true" />
      </IconButton>
      {onZen === undefined ? null : (
        <IconButton label={zen ? 'Leave zen mode' : 'Zen mode: only terminals and a strip'} onClick={onZen}>
          {zen ? <Minimize2 size={15} aria-hidden="true" /> : <Maximize2 size={15} aria-hidden="true" />}
        </IconButton>
      )}
      {fullScreen.possible ? (
        <IconButton
          label={fullScreen.on ? 'Leave full screen' : 'Full screen'}
          {...(!fullScreen.on && givesAllKeys() && { title: allKeys })}
          onClick={fullScreen.toggle}
        >
          {fullScreen.on ? <Shrink size={15} aria-hidden="true" /> : <Expand size={15} aria-hidden="true" />}
        </IconButton>
      ) : null}
    </div>
  );
}

/** One button with two menus: what is done to the tab, and where its focused pane can go. */
function TabMenu({
  entries,
  moves,
  moving,
  onMoving,
}: {
  entries: readonly MenuEntry[];
  moves: readonly MoveGroup[];
  moving: boolean;
  onMoving: (open: boolean) => void;
}) {
  const [open, setOpen] = useState(false);
  const turn = (next: boolean): void => {
    if (!moving) setOpen(next);
    else if (!next) onMoving(false);
  };
  return (
    <DropdownMenu.Root open={open || moving} onOpenChange={turn} modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton label="More for this tab">
          <Ellipsis size={16} aria-hidden="true" />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          key={moving ? 'move' : 'tab'}
          className={menu['menu']}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {moving ? (
            moves.map(({ heading, entries: places }) => (
              <DropdownMenu.Group key={heading}>
                <DropdownMenu.Label className={menu['heading']}>{heading}</DropdownMenu.Label>
                <MenuItems of="button" entries={places} />
              </DropdownMenu.Group>
            ))
          ) : (
            <MenuItems of="button" entries={entries} />
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
