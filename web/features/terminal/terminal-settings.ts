import { z } from 'zod';
import { readStored, writeStored } from '../../ui/use-stored.ts';

/** The looks that terminals can have; `page` follows the theme of the page. Their colours are in `palettes.css`. */
export const palettes = [
  ['page', 'As the page'],
  ['solarized-light', 'Solarized light'],
  ['solarized-dark', 'Solarized dark'],
  ['gruvbox-light', 'Gruvbox light'],
  ['gruvbox-dark', 'Gruvbox dark'],
  ['dracula', 'Dracula'],
  ['nord', 'Nord'],
  ['contrast-light', 'High contrast light'],
  ['contrast-dark', 'High contrast dark'],
] as const;
export type Palette = (typeof palettes)[number][0];

/** The letters that terminals can have; `system` is whatever the system writes code in. */
export const fonts = [
  ['jetbrains-mono', 'JetBrains Mono'],
  ['ibm-plex-mono', 'IBM Plex Mono'],
  ['inconsolata', 'Inconsolata'],
  ['system', 'The system’s own'],
] as const;
export type Font = (typeof fonts)[number][0];

export const cursors = ['block', 'bar', 'underline'] as const;
export const clipboards = ['ask', 'allow', 'refuse'] as const;
export const fontSizes = { min: 10, max: 24, step: 1 };
export const lineHeights = { min: 1, max: 1.6, step: 0.05 };

const Settings = z.object({
  palette: z.enum(palettes.map(([name]) => name)).catch('page'),
  font: z.enum(fonts.map(([name]) => name)).catch('jetbrains-mono'),
  fontSize: z.number().int().min(fontSizes.min).max(fontSizes.max).catch(13),
  lineHeight: z.number().min(lineHeights.min).max(lineHeights.max).catch(1.25),
  cursor: z.enum(cursors).catch('block'),
  blink: z.boolean().catch(true),
  /** Letters that hardly differ from their ground are drawn so that they do. */
  liftFaint: z.boolean().catch(true),
  copyOnSelect: z.boolean().catch(false),
  /** What happens when a program in the lab wants to put text on the clipboard (OSC 52). None may ever read it. */
  clipboard: z.enum(clipboards).catch('ask'),
  askLargePaste: z.boolean().catch(true),
  screenReader: z.boolean().catch(false),
});

/** How this reader wants terminals to be; kept in the browser. */
export type TerminalSettings = z.infer<typeof Settings>;

const key = 'cks-lab.terminal';
export const usualSettings: TerminalSettings = Settings.parse({});

/** What is kept; a value that is none is the usual one, and leaves the others as they are. */
export function readSettings(): TerminalSettings {
  try {
    return Settings.parse(JSON.parse(readStored(key) ?? '{}'));
  } catch {
    return usualSettings; // Not even JSON: somebody else's text under our name.
  }
}

export function keepSettings(settings: TerminalSettings): void {
  writeStored(key, JSON.stringify(settings));
}
