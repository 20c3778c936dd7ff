import { useState } from 'react';
import { useShortcut } from '../../ui/use-shortcut.ts';
import type { TerminalSet } from '../terminal/terminal-set.ts';

export const tasksId = 'lab-tasks';

/** The keys of the lab view. Returns whether their list is on screen. */
export function useLabShortcuts({ set, onCheck }: { set: TerminalSet; onCheck: () => void }) {
  const [open, setOpen] = useState(false);
  useShortcut({ key: 'Enter', mod: true }, onCheck);
  useShortcut({ key: '?' }, () => setOpen(true));
  // Terminals keep Tab for themselves, so there must be another way out of them.
  useShortcut({ key: 'e', mod: true, shift: true }, () => {
    const tasks = document.getElementById(tasksId);
    if (tasks === null || tasks.contains(document.activeElement)) set.focus();
    else tasks.focus();
  });
  return { open, setOpen };
}

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const modKey = mac ? '⌘' : 'Ctrl';
