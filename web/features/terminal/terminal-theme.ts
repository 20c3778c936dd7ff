import type { ITheme } from '@xterm/xterm';

const names: readonly [Exclude<keyof ITheme, 'extendedAnsi'>, string][] = [
  ['background', '--term-bg'],
  ['foreground', '--term-fg'],
  ['cursor', '--term-cursor'],
  ['cursorAccent', '--term-bg'],
  ['selectionBackground', '--term-selection'],
  ['black', '--term-black'],
  ['red', '--term-red'],
  ['green', '--term-green'],
  ['yellow', '--term-yellow'],
  ['blue', '--term-blue'],
  ['magenta', '--term-magenta'],
  ['cyan', '--term-cyan'],
  ['white', '--term-white'],
  ['brightBlack', '--term-bright-black'],
  ['brightRed', '--term-bright-red, var(--term-red)'],
  ['brightGreen', '--term-green'],
  ['brightYellow', '--term-yellow'],
  ['brightBlue', '--term-blue'],
  ['brightMagenta', '--term-bright-magenta, var(--term-magenta)'],
  ['brightCyan', '--term-cyan'],
  ['brightWhite', '--term-bright-white'],
  ['scrollbarSliderBackground', '--line-strong'],
  ['scrollbarSliderHoverBackground', '--control-line'],
  ['scrollbarSliderActiveBackground', '--control-line'],
];

/** The colours of a terminal that stands in this element: of its palette, or of the page's theme as it is now. */
export function terminalTheme(within: HTMLElement = document.body): ITheme {
  const theme: Record<string, string> = {};
  probing(within, (colour) => {
    for (const [name, token] of names) theme[name] = colour(`var(${token})`);
  });
  return theme;
}

/** The colours of matches of a search, in the form that the search add-on wants. */
export function searchColours(within: HTMLElement) {
  let [match, active] = ['', ''];
  probing(within, (colour) => {
    match = hexOf(colour('var(--term-selection)'));
    active = hexOf(colour('var(--term-yellow)'));
  });
  return {
    matchBackground: match,
    matchOverviewRuler: match,
    activeMatchBorder: active,
    activeMatchBackground: match,
    activeMatchColorOverviewRuler: active,
  };
}

/** A probe resolves light-dark(), which reading the property itself would not. */
function probing(within: HTMLElement, run: (colour: (value: string) => string) => void): void {
  const probe = document.createElement('span');
  probe.hidden = true;
  within.append(probe);
  run((value) => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  });
  probe.remove();
}

const hexOf = (rgb: string): string =>
  `#${(rgb.match(/\d+/g) ?? [])
    .slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;
