import { useEffect, useState } from 'react';
import { withFont } from './terminal-fonts.ts';
import { keepSettings, readSettings, type TerminalSettings } from './terminal-settings.ts';
import type { TerminalSet } from './terminal-set.ts';

export type ChangeSettings = (to: Partial<TerminalSettings>) => void;

/** The reader's settings, and how to change them; every terminal follows at once. */
export function useTerminalSettings(set: TerminalSet): [TerminalSettings, ChangeSettings] {
  const [settings, setSettings] = useState(readSettings);
  // The islands are outside of React and are told of the reader's choices.
  useEffect(
    () =>
      withFont(settings.font, () => {
        for (const island of set.all()) island.apply(settings);
      }),
    [set, settings],
  );
  const change: ChangeSettings = (to) => {
    const next = { ...settings, ...to };
    setSettings(next);
    keepSettings(next);
  };
  return [settings, change];
}
