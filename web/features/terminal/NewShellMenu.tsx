import { Plus } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { DropdownMenu } from 'radix-ui';
import { IconButton } from '../../ui/Button.tsx';
import css from './Deck.module.css';
import type { LabView } from '#contract/lab.ts';
import { openShellsQuery } from '../../api/queries.ts';
import { allPanes, canOpen, canSplit, type Layout, type PaneRef, paneKey } from './layout.ts';
import { shellPane } from './layout-store.ts';
import { MachineMark } from './MachineMark.tsx';
import { type MenuEntry, MenuItems } from './MenuItems.tsx';
import menu from './Menu.module.css';
import { paneName } from './pane-names.ts';
import type { TabBarProps } from './TabBar.tsx';

/** Opens a shell on any machine, in a tab of its own or beside the focused one. */
export function NewShellMenu({ lab, layout, actions, extras, choosing, onChoosing }: TabBarProps) {
  const current = actions.current ?? '';
  const shells = (to?: 'right'): MenuEntry[] =>
    lab.terminals.map(({ id, label, user, colour }) => ({
      label,
      note: user,
      icon: <MachineMark colour={colour} />,
      disabled: to === undefined ? !canOpen(layout) : !canSplit(layout, current),
      run: () => actions.newShell(id, to),
    }));
  const elsewhere = useElsewhere(lab, layout);
  const shown: MenuEntry[] = elsewhere.map((pane) => {
    const { title, machine } = paneName(lab, extras.kinds ?? [], pane);
    return {
      label: title,
      ...(machine === undefined ? {} : { note: machine.user, icon: <MachineMark colour={machine.colour} /> }),
      disabled: !canOpen(layout),
      run: () => actions.open(pane),
    };
  });
  const others = (extras.kinds ?? []).flatMap(({ kind, icon, offers = [] }) =>
    offers.map(({ label, subject }) => ({ label, icon, run: () => actions.open({ kind, subject }) })),
  );
  return (
    <DropdownMenu.Root open={choosing} onOpenChange={onChoosing} modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton label="New terminal" className={css['plus']}>
          <Plus size={16} aria-hidden="true" />
          {shown.length === 0 ? null : (
            <span className={css['more']} role="img" aria-label={`${shown.length} open elsewhere`} />
          )}
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={menu['menu']}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <DropdownMenu.Group>
            <DropdownMenu.Label className={menu['heading']}>In a new tab</DropdownMenu.Label>
            <MenuItems of="button" entries={shells()} />
          </DropdownMenu.Group>
          <DropdownMenu.Group>
            <DropdownMenu.Label className={menu['heading']}>Beside this one</DropdownMenu.Label>
            <MenuItems of="button" entries={shells('right')} />
          </DropdownMenu.Group>
          {shown.length === 0 ? null : (
            <DropdownMenu.Group>
              <DropdownMenu.Label className={menu['heading']}>Open in another window</DropdownMenu.Label>
              <MenuItems of="button" entries={shown} />
            </DropdownMenu.Group>
          )}
          {others.length === 0 ? null : (
            <DropdownMenu.Group>
              <DropdownMenu.Label className={menu['heading']}>More</DropdownMenu.Label>
              <MenuItems of="button" entries={others} />
            </DropdownMenu.Group>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Shells of the lab that are open, but not on this deck: another window has opened them, or a deck that was laid out anew. */
function useElsewhere(lab: LabView, layout: Layout): PaneRef[] {
  const { data } = useQuery(openShellsQuery(lab.id));
  const here = new Set(allPanes(layout).map(paneKey));
  const known = new Set<string>(lab.terminals.map(({ id }) => id));
  return (data?.shells ?? [])
    .filter(({ terminal }) => known.has(terminal))
    .map(({ terminal, number }) => shellPane(terminal, number))
    .filter((pane) => !here.has(paneKey(pane)));
}
