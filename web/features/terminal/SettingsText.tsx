import css from './Settings.module.css';
import { Check, Row } from './SettingsRow.tsx';
import { cursors, fontSizes, fonts, lineHeights, type TerminalSettings } from './terminal-settings.ts';
import type { ChangeSettings } from './use-terminal-settings.ts';

interface Props {
  settings: TerminalSettings;
  onChange: ChangeSettings;
}

/** How text and cursor look. */
export function SettingsText(props: Props) {
  const { settings, onChange } = props;
  return (
    <fieldset className={css['group']}>
      <legend>Text and cursor</legend>
      <Font {...props} />
      <Sizes {...props} />
      <Cursor {...props} />
      <Check
        label="The cursor blinks"
        note="Never where the system asks for less motion"
        checked={settings.blink}
        onChange={(blink) => onChange({ blink })}
      />
      <Check
        label="Make faint text readable"
        note="When off, colours are exactly as sent"
        checked={settings.liftFaint}
        onChange={(liftFaint) => onChange({ liftFaint })}
      />
    </fieldset>
  );
}

function Font({ settings, onChange }: Props) {
  return (
    <Row label="Font">
      <select
        aria-label="Font"
        value={settings.font}
        onChange={(event) => {
          const chosen = fonts.find(([name]) => name === event.target.value);
          if (chosen !== undefined) onChange({ font: chosen[0] });
        }}
      >
        {fonts.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </Row>
  );
}

function Sizes({ settings, onChange }: Props) {
  return (
    <>
      <Row label="Size" value={`${settings.fontSize} px`}>
        <input
          type="range"
          aria-label="Size of the text"
          aria-valuetext={`${settings.fontSize} pixels`}
          {...fontSizes}
          value={settings.fontSize}
          onChange={(event) => onChange({ fontSize: Number(event.target.value) })}
        />
      </Row>
      <Row label="Line height" value={settings.lineHeight.toFixed(2)}>
        <input
          type="range"
          aria-label="Line height"
          {...lineHeights}
          value={settings.lineHeight}
          onChange={(event) => onChange({ lineHeight: Number(event.target.value) })}
        />
      </Row>
    </>
  );
}

const cursorWords = { block: 'Block', bar: 'Bar', underline: 'Underline' };

function Cursor({ settings, onChange }: Props) {
  return (
    <Row label="Cursor">
      <span className={css['choices']} role="radiogroup" aria-label="Cursor">
        {cursors.map((cursor) => (
          <label key={cursor}>
            <input
              type="radio"
              name="terminal-cursor"
              checked={settings.cursor === cursor}
              onChange={() => onChange({ cursor })}
            />
            {cursorWords[cursor]}
          </label>
        ))}
      </span>
    </Row>
  );
}
