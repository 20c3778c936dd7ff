import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import dialog from '../../ui/Dialog.module.css';
import { PaletteChoice } from './PaletteChoice.tsx';
import css from './Settings.module.css';
import { SettingsPreview } from './SettingsPreview.tsx';
import {
  clipboards,
  cursors,
  fontSizes,
  lineHeights,
  type TerminalSettings,
  usualSettings,
} from './terminal-settings.ts';
import type { ChangeSettings } from './use-terminal-settings.ts';

interface Props {
  settings: TerminalSettings;
  onChange: ChangeSettings;
}

/** How terminals look and behave. Every change is seen at once, in the dialog and behind it. */
export function SettingsDialog({
  open,
  onOpenChange,
  onClosed,
  ...props
}: Props & { open: boolean; onOpenChange: (open: boolean) => void; onClosed: () => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog['overlay']} />
        <Dialog.Content
          className={`${dialog['content']} ${css['dialog']}`}
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
        >
          <Dialog.Title className={dialog['title']}>Terminal settings</Dialog.Title>
          <SettingsPreview settings={props.settings} />
          <PaletteChoice {...props} />
          <div className={css['columns']}>
            <Text {...props} />
            <Behaviour {...props} />
          </div>
          <div className={`${dialog['actions']} ${css['actions']}`}>
            <Button look="quiet" onClick={() => props.onChange(usualSettings)}>
              Back to the usual
            </Button>
            <Dialog.Close asChild>
              <Button look="primary">Done</Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const cursorWords = { block: 'Block', bar: 'Bar', underline: 'Underline' };

function Text({ settings, onChange }: Props) {
  return (
    <fieldset className={css['group']}>
      <legend>Text and cursor</legend>
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
      <Check
        label="The cursor blinks"
        note="Never where the system asks for less motion"
        checked={settings.blink}
        onChange={(blink) => onChange({ blink })}
      />
    </fieldset>
  );
}

const clipboardWords = { ask: 'Ask each time', allow: 'Allow', refuse: 'Refuse' };

function Behaviour({ settings, onChange }: Props) {
  return (
    <fieldset className={css['group']}>
      <legend>Copying, pasting, reading</legend>
      <Check
        label="Copy what is selected at once"
        checked={settings.copyOnSelect}
        onChange={(copyOnSelect) => onChange({ copyOnSelect })}
      />
      <Check
        label="Ask before a large paste"
        note="From five lines on that would each run"
        checked={settings.askLargePaste}
        onChange={(askLargePaste) => onChange({ askLargePaste })}
      />
      <Row label="Programs may copy">
        <select
          aria-label="Programs in the lab that want to write to the clipboard"
          value={settings.clipboard}
          onChange={(event) => {
            const clipboard = clipboards.find((one) => one === event.target.value);
            if (clipboard !== undefined) onChange({ clipboard });
          }}
        >
          {clipboards.map((clipboard) => (
            <option key={clipboard} value={clipboard}>
              {clipboardWords[clipboard]}
            </option>
          ))}
        </select>
      </Row>
      <Check
        label="Screen reader mode"
        note="Speaks what appears in the terminal"
        checked={settings.screenReader}
        onChange={(screenReader) => onChange({ screenReader })}
      />
    </fieldset>
  );
}

function Row({ label, value, children }: { label: string; value?: string; children: ReactNode }) {
  return (
    <div className={css['row']}>
      <span>{label}</span>
      {children}
      {value === undefined ? null : <output>{value}</output>}
    </div>
  );
}

function Check({
  label,
  note,
  checked,
  onChange,
}: {
  label: string;
  note?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className={css['check']}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {note === undefined ? null : <small>{note}</small>}
      </span>
    </label>
  );
}
