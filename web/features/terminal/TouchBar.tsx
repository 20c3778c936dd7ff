import { useState } from 'react';
import { Field } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { KeyBar } from '../../ui/KeyBar.tsx';
import type { TerminalSet } from './terminal-set.ts';

const words = {
  selection: 'Copied what is selected',
  screen: 'Copied what is on the screen',
} as const;

/** The key bar of the terminals, and a field to paste into where the browser does not let the page read the clipboard. */
export function TouchBar({ set }: { set: TerminalSet }) {
  const [asking, ask] = useState(false);
  const copy = async () => {
    const what = await set.copyShown();
    return { done: what !== undefined, words: what === undefined ? 'Could not copy' : words[what] };
  };
  const paste = async (): Promise<void> => {
    if (!(await set.pasteRead())) ask(true);
  };
  return (
    <>
      <KeyBar to={set} clipboard={{ copy, paste: () => void paste() }} />
      {asking ? <PasteDialog set={set} onClose={() => ask(false)} /> : null}
    </>
  );
}

function PasteDialog({ set, onClose }: { set: TerminalSet; onClose: () => void }) {
  const [text, setText] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Paste into the terminal"
      about="The browser does not let this page read the clipboard: paste here first."
      submit="Paste"
      ready={text !== ''}
      onSubmit={() => {
        onClose();
        set.type(text);
      }}
    >
      <Field label="Text">
        <textarea
          rows={5}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
