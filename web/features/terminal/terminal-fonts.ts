import { fontLoaded, systemMono } from '../../ui/font-loaded.ts';
import type { Font } from './terminal-settings.ts';

/** As the font is named in CSS. Where a letter is missing, or the font does not come, the system's own is taken. */
const families: Readonly<Record<Font, string>> = {
  'jetbrains-mono': `'JetBrains Mono', ${systemMono}`,
  'ibm-plex-mono': `'IBM Plex Mono', ${systemMono}`,
  inconsolata: `Inconsolata, ${systemMono}`,
  system: systemMono,
};

export const familyOf = (font: Font): string => families[font];

/**
 * Calls back once the letters of this font can be measured: xterm counts its columns by them when it is told of a font, and not
 * again when the letters come. What is returned calls that off.
 */
export function withFont(font: Font, apply: () => void): () => void {
  let off = false;
  void fontLoaded(familyOf(font)).then(() => (off ? undefined : apply()));
  return () => (off = true);
}
