import {
  ArrowLeftToLine,
  ArrowRightToLine,
  Columns2,
  Move,
  PencilLine,
  Rows2,
  Search,
  Settings2,
  X,
} from 'lucide-react';
import type { DeckActions } from './deck-actions.ts';
import { canSplit, type Layout, paneKey, panesIn, type Tab } from './layout.ts';
import type { MenuEntry } from './MenuItems.tsx';

/** What the menu of a tab offers. */
export function tabEntries({
  tab,
  layout,
  actions,
  onRename,
  onPlace,
  onSplit,
  onSearch,
  onSettings,
  onClose,
}: {
  tab: Tab;
  layout: Layout;
  actions: DeckActions;
  onRename: () => void;
  onPlace: () => void;
  onSplit: (to: 'right' | 'down') => void;
  onSearch: () => void;
  onSettings: () => void;
  onClose: (keys: readonly string[]) => void;
}): MenuEntry[] {
  const keys = panesIn(tab.tree).map(paneKey);
  const several = keys.length > 1;
  const at = layout.tabs.indexOf(tab);
  const full = !canSplit(layout, tab.focus);
  // What acts on the focused pane acts on that of this tab.
  const here = (run: () => void) => () => {
    actions.choose(tab.id);
    run();
  };
  return [
    { label: 'Rename', icon: <PencilLine size={14} />, keys: 'F2', run: onRename },
    {
      label: 'Split right',
      icon: <Columns2 size={14} />,
      keys: 'Ctrl Shift S',
      disabled: full,
      line: true,
      run: here(() => onSplit('right')),
    },
    {
      label: 'Split down',
      icon: <Rows2 size={14} />,
      keys: 'Ctrl Shift D',
      disabled: full,
      run: here(() => onSplit('down')),
    },
    {
      label: several ? 'Move the pane…' : 'Move it…',
      icon: <Move size={14} />,
      keys: 'Ctrl Shift M',
      disabled: layout.tabs.length === 1 && !several,
      line: true,
      // Once this menu has gone: it gives the focus back as it goes.
      run: here(() => requestAnimationFrame(onPlace)),
    },
    {
      label: 'Move the tab left',
      icon: <ArrowLeftToLine size={14} />,
      keys: 'Ctrl Shift PgUp',
      disabled: at === 0,
      run: () => actions.move(tab.id, -1),
    },
    {
      label: 'Move the tab right',
      icon: <ArrowRightToLine size={14} />,
      keys: 'Ctrl Shift PgDn',
      disabled: at === layout.tabs.length - 1,
      run: () => actions.move(tab.id, 1),
    },
    {
      label: 'Search',
      icon: <Search size={14} />,
      keys: 'Ctrl Shift F',
      disabled: !tab.focus.startsWith('shell:'),
      line: true,
      run: here(onSearch),
    },
    { label: 'Terminal settings', icon: <Settings2 size={14} />, run: onSettings },
    ...(several
      ? [{ label: 'Close the pane', keys: 'Ctrl Shift X', line: true, run: () => onClose([tab.focus]) }]
      : []),
    {
      label: 'Close the tab',
      icon: <X size={14} />,
      ...(several ? {} : { keys: 'Ctrl Shift X', line: true }),
      run: () => onClose(keys),
    },
  ];
}
