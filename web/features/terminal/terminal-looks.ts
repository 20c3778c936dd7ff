import type { ITerminalOptions } from '@xterm/xterm';
import { onThemeChange } from '../../app/use-theme.ts';
import { familyOf } from './terminal-fonts.ts';
import type { TerminalSettings } from './terminal-settings.ts';

const lessMotion = '(prefers-reduced-motion: reduce)';

/** Calls back when the theme changes, or whether the reader wants less motion, until the signal comes. */
export function onLooksChange(changed: () => void, signal: AbortSignal): void {
  signal.addEventListener('abort', onThemeChange(changed));
  window.matchMedia(lessMotion).addEventListener('change', changed, { signal });
}

/** What the settings say to xterm. */
export function looks(settings: TerminalSettings): ITerminalOptions {
  const still = window.matchMedia(lessMotion).matches;
  return {
    fontFamily: familyOf(settings.font),
    cursorBlink: settings.blink && !still,
    cursorStyle: settings.cursor,
    fontSize: settings.fontSize,
    lineHeight: settings.lineHeight,
    minimumContrastRatio: contrastOf(settings),
    screenReaderMode: settings.screenReader,
  };
}

/** How much letters differ from their ground at least; 1 leaves the colours of programs as they are. */
function contrastOf({ liftFaint, palette }: TerminalSettings): number {
  if (!liftFaint) return 1;
  return palette.startsWith('contrast') ? 7 : 4.5;
}

/** Only the web: a program in a lab must not start anything else on the learner's machine. */
export function openLink(uri: string): void {
  if (/^https?:/i.test(uri)) window.open(uri, '_blank', 'noopener,noreferrer');
}

export const linkHovers = (onLink: (address: string | undefined) => void) => ({
  hover: (_: MouseEvent, text: string) => onLink(text),
  leave: () => onLink(undefined),
});
