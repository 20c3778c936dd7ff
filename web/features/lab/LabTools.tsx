import { Wrench } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import css from './StatusBar.module.css';

export interface LabTool {
  readonly name: string;
  readonly icon: ReactNode;
  /** Asked for when the menu opens: a word about what would happen now. */
  readonly note?: () => Promise<string | undefined>;
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
          {tools.map(({ name, icon, note, start }) => (
            <DropdownMenu.Item key={name} className={css['item']} onSelect={start}>
              {icon}
              {name}
              {note === undefined ? null : <Note ask={note} />}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Note({ ask }: { ask: () => Promise<string | undefined> }) {
  const [note, setNote] = useState<string>();
  // Asked once, when the menu has opened.
  useEffect(() => {
    let here = true;
    void ask().then((words) => (here ? setNote(words) : undefined));
    return () => {
      here = false;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return note === undefined ? null : <span className={css['note']}>{note}</span>;
}
