import { Dialog } from 'radix-ui';
import { Button } from '../../ui/Button.tsx';
import dialog from '../../ui/Dialog.module.css';
import { PaletteChoice } from './PaletteChoice.tsx';
import css from './Settings.module.css';
import { SettingsPreview } from './SettingsPreview.tsx';
import { Check, Row } from './SettingsRow.tsx';
import { SettingsText } from './SettingsText.tsx';
import { clipboards, type TerminalSettings, usualSettings } from './terminal-settings.ts';
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
            <SettingsText {...props} />
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
