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
  ['brightRed', '--term-red'],
  ['brightGreen', '--term-green'],
  ['brightYellow', '--term-yellow'],
  ['brightBlue', '--term-blue'],
  ['brightMagenta', '--term-magenta'],
  ['brightCyan', '--term-cyan'],
  ['brightWhite', '--term-bright-white'],
  ['scrollbarSliderBackground', '--line-strong'],
  ['scrollbarSliderHoverBackground', '--control-line'],
  ['scrollbarSliderActiveBackground', '--control-line'],
];

/** The palette of the terminal in the theme that the page shows now. */
export function terminalTheme(): ITheme {
  // A probe resolves light-dark(), which reading the property itself would not.
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const theme: Record<string, string> = {};
  for (const [name, token] of names) {
    probe.style.color = `var(${token})`;
    theme[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return theme;
}
