import { Wrench } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import css from './StatusBar.module.css';

export interface LabTool {
  readonly name: string;
  readonly icon: ReactNode;
  readonly start: () => void;
}

/** What the page can do beside the terminals. Absent where the lab's mode does without. */
export function LabTools({ tools, disabled }: { tools: readonly LabTool[]; disabled: boolean }) {
  if (tools.length === 0) return null;
  return (
    // Not modal: what is behind it stays where a screen reader finds it.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button small disabled={disabled} icon={<Wrench size={14} aria-hidden="true" />}>
          Tools
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={css['menu']} align="end" sideOffset={6}>
          {tools.map(({ name, icon, start }) => (
            <DropdownMenu.Item key={name} className={css['item']} onSelect={start}>
              {icon}
              {name}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
