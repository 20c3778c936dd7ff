import { useState } from 'react';
import type { LabView } from '#contract/lab.ts';
import { usePathNames } from '../../api/use-path-names.ts';
import { Button } from '../../ui/Button.tsx';
import { PathField } from '../../ui/Field.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import type { PaneProps } from '../../ui/pane-kind.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import css from './Editor.module.css';
import { type EditorSubject, readSubject, subjectText, type UnsavedFiles } from './editor-files.ts';
import { FileEditor } from './FileEditor.tsx';
import { useRemoteText } from './use-remote-text.ts';

export interface EditorPaneProps extends PaneProps {
  readonly lab: LabView;
  readonly unsaved: UnsavedFiles;
  /** Opens another pane of this kind. */
  readonly onOpen: (subject: string) => void;
}

/** A file of a machine in a pane beside the terminals, or the question which one. */
export function EditorPane({ subject: text, lab, unsaved, onOpen, close, shown }: EditorPaneProps) {
  const subject = readSubject(text);
  if (subject.path === '') {
    const open = (path: string): void => {
      onOpen(subjectText({ ...subject, path }));
      close();
    };
    return <FileChoice lab={lab} subject={subject} onOpen={open} />;
  }
  return <OpenFile lab={lab} subject={subject} shown={shown} onUnsaved={(is) => unsaved.mark(text, is)} />;
}

function FileChoice({
  lab,
  subject: { terminal },
  onOpen,
}: {
  lab: LabView;
  subject: EditorSubject;
  onOpen: (path: string) => void;
}) {
  const [path, setPath] = useState('~/');
  const names = usePathNames(lab.id, terminal, path);
  const user = lab.terminals.find(({ id }) => id === terminal)?.user;
  const ready = path.trim() !== '' && !path.endsWith('/');
  return (
    <div className={css['choice']}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onOpen(path.trim());
        }}
      >
        <PathField
          label={`File on ${terminal}`}
          value={path}
          names={names}
          onChange={setPath}
          focusFirst
          note={`Opened as ${user ?? 'the terminal’s user'}. A file that is not there yet is made when it is saved.`}
        />
        <Button type="submit" look="primary" disabled={!ready}>
          Open
        </Button>
      </form>
    </div>
  );
}

function OpenFile({
  lab,
  subject,
  shown,
  onUnsaved,
}: {
  lab: LabView;
  subject: EditorSubject;
  shown: boolean;
  onUnsaved: (unsaved: boolean) => void;
}) {
  const file = useRemoteText(lab.id, subject);
  switch (file.opening.kind) {
    case 'opening':
      return (
        <div className={css['choice']}>
          <Skeleton label={`Opening ${subject.path}`} rows={[20, 160]} />
        </div>
      );
    case 'failed':
      return (
        <div className={css['choice']}>
          <ProblemNotice
            problem={file.opening.problem}
            actions={
              <Button small onClick={() => void file.openAgain()}>
                Try again
              </Button>
            }
          />
        </div>
      );
    case 'open':
      return (
        <FileEditor
          terminal={subject.terminal}
          opened={file.opening.opened}
          saving={file.saving}
          shown={shown}
          onSave={file.save}
          onOpenAgain={file.openAgain}
          onDismiss={file.dismiss}
          onUnsaved={onUnsaved}
        />
      );
  }
}
