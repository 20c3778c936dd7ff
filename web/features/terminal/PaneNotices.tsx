import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { count } from '../../ui/words.ts';
import css from './Deck.module.css';
import type { PaneTalk } from './use-pane-talk.ts';

/** Where a link would lead, as browsers show it: its text may say something else. */
export function LinkLine({ address }: { address: string | undefined }) {
  if (address === undefined) return null;
  return <p className={css['link']}>{address}</p>;
}

/** A program in the lab wants to write to the clipboard: the learner says whether it may. */
export function CopyWish({ talk, name }: { talk: PaneTalk; name: string }) {
  if (talk.wish === undefined) return null;
  return (
    <div className={css['line']} role="status">
      <span>
        A program on {name} wants to put {count(talk.wish.length, 'character')} on your clipboard.
      </span>
      <span className={css['answers']}>
        <Button small look="primary" onClick={talk.grant} title="Ctrl Shift C">
          Copy
        </Button>
        <Button small onClick={talk.grantAlways}>
          Always allow
        </Button>
        <Button small onClick={talk.refuse}>
          Refuse
        </Button>
        <Button small look="quiet" onClick={talk.refuseAlways}>
          Always refuse
        </Button>
      </span>
    </div>
  );
}

const shownLines = 12;

export function PasteQuestion({
  talk,
  name,
  onPaste,
  onClosed,
}: {
  talk: PaneTalk;
  name: string;
  onPaste: (text: string) => void;
  onClosed: () => void;
}) {
  const [always, setAlways] = useState(false);
  const { paste } = talk;
  if (paste === undefined) return null;
  const { lines, characters } = paste.size;
  const shown = paste.text
    .slice(0, 2000)
    .split(/\r\n|\r|\n/)
    .slice(0, shownLines);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : talk.closePaste())}
      title={`Paste ${lines > 1 ? count(lines, 'line') : count(characters, 'character')} into ${name}?`}
      confirm="Paste"
      cancel="Do not paste"
      onClosed={onClosed}
      onConfirm={() => {
        if (always) talk.neverAskPaste();
        onPaste(paste.text);
      }}
    >
      {lines > 1 ? 'Each line may run as a command of its own.' : 'That is a lot for one line.'}
      {/* A scrolling region must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={css['pasted']} tabIndex={0}>
        {shown.join('\n')}
        {lines > shownLines ? `\n… and ${count(lines - shownLines, 'more line')}` : ''}
      </pre>
      <label className={css['check']}>
        <input type="checkbox" checked={always} onChange={(event) => setAlways(event.target.checked)} />
        Do not ask again
      </label>
    </ConfirmDialog>
  );
}
