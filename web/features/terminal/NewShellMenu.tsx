import { Plus } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { IconButton } from '../../ui/Button.tsx';
import css from './Deck.module.css';
import { canOpen, canSplit } from './layout.ts';
import { MachineMark } from './MachineMark.tsx';
import { type MenuEntry, MenuItems } from './MenuItems.tsx';
import menu from './Menu.module.css';
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
  const others = (extras.kinds ?? []).flatMap(({ kind, icon, offers = [] }) =>
    offers.map(({ label, subject }) => ({ label, icon, run: () => actions.open({ kind, subject }) })),
  );
  return (
    <DropdownMenu.Root open={choosing} onOpenChange={onChoosing} modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton label="New terminal" className={css['plus']}>
          <Plus size={16} aria-hidden="true" />
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
