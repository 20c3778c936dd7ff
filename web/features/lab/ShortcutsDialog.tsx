import { Dialog } from 'radix-ui';
import { Button } from '../../ui/Button.tsx';
import dialog from '../../ui/Dialog.module.css';
import { givesAllKeys } from '../../ui/use-full-screen.ts';
import css from './Lab.module.css';
import { modKey } from './use-lab-shortcuts.ts';

/** On a Mac the browser's own keys are others. */
const ctrlW: readonly [string, string][] =
  modKey === 'Ctrl'
    ? [
        [
          'Ctrl W',
          givesAllKeys()
            ? 'Delete a word in full screen; elsewhere the browser closes its tab'
            : 'Closes the browser’s tab, though it deletes a word in a shell',
        ],
      ]
    : [];

const shortcuts: readonly [string, string][] = [
  [`${modKey} Enter`, 'Check all tasks'],
  ['Ctrl Shift E', 'Go from the terminal to the tasks, and back'],
  ['Ctrl Shift ← ↑ ↓ →', 'Go to the terminal on that side, or to the next tab'],
  ['Ctrl Shift O', 'Open a terminal on any machine'],
  ['Ctrl Shift S, D', 'Split the terminal: to the side, down'],
  ['Alt Shift ← ↑ ↓ →', 'Move the line beside the terminal'],
  ['Ctrl Shift X', 'Close the terminal'],
  ['Ctrl Shift M', 'Move the terminal: to another tab, to an edge, or drag its head or tab'],
  ['Ctrl Shift PgUp, PgDn', 'Move the tab; F2 on a tab renames it'],
  ['Ctrl Shift C', 'Copy what is selected in the terminal, as does the right mouse button'],
  ['Ctrl Shift V', 'Paste into the terminal, as does the right mouse button where nothing is selected'],
  ...ctrlW,
  ['Alt Backspace', 'Delete a word, in full screen or not'],
  ['Ctrl Shift F', 'Search in the terminal'],
  ['Shift and drag', 'Select while a program such as vim or tmux has the mouse'],
  ['Ctrl Shift Z', 'Zen mode: only terminals and one task'],
  ['Shift and click', 'Type the name in a task into the terminal; with the keyboard Shift Enter'],
  ['?', 'Show this list'],
];

export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog['overlay']} />
        <Dialog.Content className={dialog['content']} aria-describedby={undefined}>
          <Dialog.Title className={dialog['title']}>Keyboard shortcuts</Dialog.Title>
          <dl className={css['shortcuts']}>
            {shortcuts.map(([keys, what]) => (
              <div key={keys}>
                <dt>{what}</dt>
                <dd>
                  <kbd>{keys}</kbd>
                </dd>
              </div>
            ))}
          </dl>
          <div className={dialog['actions']}>
            <Dialog.Close asChild>
              <Button>Close</Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
