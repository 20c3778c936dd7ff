import css from './Settings.module.css';
import { palettes, type TerminalSettings } from './terminal-settings.ts';
import type { ChangeSettings } from './use-terminal-settings.ts';

/** The palettes, each as a small piece of itself. */
export function PaletteChoice({
  settings,
  onChange,
}: {
  settings: TerminalSettings;
  onChange: ChangeSettings;
}) {
  return (
    <fieldset className={css['group']}>
      <legend>Theme</legend>
      <div className={css['palettes']}>
        {palettes.map(([name, words]) => (
          <label key={name} className={css['palette']}>
            <input
              type="radio"
              name="terminal-palette"
              checked={settings.palette === name}
              onChange={() => onChange({ palette: name })}
            />
            <span className={css['swatch']} data-palette={name} aria-hidden="true">
              <b>$</b>
              <i data-ansi="green" />
              <i data-ansi="blue" />
              <i data-ansi="yellow" />
              <i data-ansi="red" />
            </span>
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
