import { useSyncExternalStore } from 'react';
import { writeStored } from '../ui/use-stored.ts';

export type Theme = 'light' | 'dark';

const dark = '(prefers-color-scheme: dark)';

/** The theme on screen: the reader's choice, or else the system's. `public/theme.js` sets it before the first paint. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return window.matchMedia(dark).matches ? 'dark' : 'light';
}

export function onThemeChange(listener: () => void): () => void {
  const list = window.matchMedia(dark);
  const watcher = new MutationObserver(listener);
  list.addEventListener('change', listener);
  watcher.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    list.removeEventListener('change', listener);
    watcher.disconnect();
  };
}

export function useTheme(): [Theme, (next: Theme) => void] {
  const theme = useSyncExternalStore(onThemeChange, currentTheme);
  const choose = (next: Theme): void => {
    document.documentElement.dataset['theme'] = next;
    writeStored('cks-lab.theme', next);
  };
  return [theme, choose];
}
