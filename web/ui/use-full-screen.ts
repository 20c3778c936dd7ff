import { useSyncExternalStore } from 'react';

/** Where the browser has it: keys that it would take for itself, such as Ctrl W, go to the page. */
interface Keyboard {
  lock?: () => Promise<void>;
  unlock?: () => void;
}

const keyboard = (): Keyboard | undefined => (navigator as Navigator & { keyboard?: Keyboard }).keyboard;

function subscribe(changed: () => void): () => void {
  document.addEventListener('fullscreenchange', changed);
  return () => document.removeEventListener('fullscreenchange', changed);
}

async function enter(): Promise<void> {
  await document.documentElement.requestFullscreen();
  // Escape belongs to vim: whoever wants out holds it, or takes the button. Not every browser has this.
  await keyboard()?.lock?.();
}

async function leave(): Promise<void> {
  keyboard()?.unlock?.();
  await document.exitFullscreen();
}

/** Whether keys such as Ctrl W go to the page in full screen. */
export const givesAllKeys = (): boolean => keyboard()?.lock !== undefined;

/** The whole screen for the page, with all keys where the browser gives them. */
export function useFullScreen(): { possible: boolean; on: boolean; toggle: () => void } {
  const on = useSyncExternalStore(subscribe, () => document.fullscreenElement !== null);
  return {
    possible: document.fullscreenEnabled,
    on,
    // Refused by the browser: everything stays as it is, which the learner sees.
    toggle: () => void (on ? leave() : enter()).catch(() => undefined),
  };
}
