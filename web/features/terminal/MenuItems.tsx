import { ContextMenu, DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './Menu.module.css';

/** One line of a menu; `line` draws a line above it. */
export interface MenuEntry {
  readonly label: string;
  /** Where several may have the same label. */
  readonly id?: string;
  readonly icon?: ReactNode;
  readonly keys?: string;
  readonly note?: string;
  readonly disabled?: boolean;
  readonly line?: boolean;
  readonly run: () => void;
}

/** The same entries for the menu under a button and the one under the right mouse button. */
export function MenuItems({ of, entries }: { of: 'button' | 'context'; entries: readonly MenuEntry[] }) {
  const Menu = of === 'button' ? DropdownMenu : ContextMenu;
  return entries.map(({ label, id, icon, keys, note, disabled, line, run }) => (
    <div key={id ?? label} role="presentation">
      {line === true ? <Menu.Separator className={css['separator']} /> : null}
      <Menu.Item className={css['item']} disabled={disabled ?? false} onSelect={run}>
        <span className={css['icon']} aria-hidden="true">
          {icon}
        </span>
        <span className={css['label']}>{label}</span>
        {note === undefined ? null : <span className={css['note']}>{note}</span>}
        {keys === undefined ? null : <kbd aria-hidden="true">{keys}</kbd>}
      </Menu.Item>
    </div>
  ));
}
