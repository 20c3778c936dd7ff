import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { count } from '../../ui/words.ts';
import css from './Editor.module.css';
import { EditorIsland, isYaml } from './editor-island.ts';
import type { Opened, Saving } from './use-remote-text.ts';

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A text that is open: what is written, whether it is saved, and what to do when somebody else wrote the file. */
export function FileEditor({
  terminal,
  opened,
  saving,
  shown,
  onSave,
  onOpenAgain,
  onDismiss,
  onUnsaved,
}: {
  terminal: string;
  opened: Opened;
  saving: Saving;
  shown: boolean;
  onSave: (text: string, expect: string) => Promise<boolean>;
  onOpenAgain: () => Promise<Opened | undefined>;
  onDismiss: () => void;
  onUnsaved: (unsaved: boolean) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const island = useRef<EditorIsland>(undefined);
  const [text, setText] = useState(opened.text);
  const [problems, setProblems] = useState(0);
  const unsaved = text !== opened.text || opened.there === 'absent';
  const edited = text !== opened.text;

  const save = (expect = opened.there): void => {
    if (opened.writable && saving.kind !== 'saving') void onSave(island.current?.text() ?? text, expect);
  };
  const saveLatest = useEffectEvent(() => save());
  const make = useEffectEvent(
    () =>
      new EditorIsland({
        label: `${opened.path} on ${terminal}`,
        text: opened.text,
        yaml: isYaml(opened.path),
        readOnly: !opened.writable,
        onSave: saveLatest,
        onChange: setText,
        onProblems: setProblems,
      }),
  );
  // Owns the editor from mount to unmount: it is imperative.
  useEffect(() => {
    const made = make();
    if (host.current !== null) made.attach(host.current);
    island.current = made;
    made.focus();
    return () => made.dispose();
  }, []);
  // The deck asks outside of React before it closes a pane; the browser before it leaves.
  const tell = useEffectEvent((is: boolean) => onUnsaved(is));
  useEffect(() => {
    tell(edited);
    if (!edited) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => {
      tell(false);
      window.removeEventListener('beforeunload', ask);
    };
  }, [edited]);
  // A pane that comes back on screen takes the keys.
  useEffect(() => {
    if (shown) island.current?.focus();
  }, [shown]);

  const takeTheirs = async (): Promise<void> => {
    const theirs = await onOpenAgain();
    if (theirs !== undefined) island.current?.replace(theirs.text);
  };

  return (
    <div className={css['pane']} role="group" aria-label={`Editor ${opened.path}`}>
      <div className={css['bar']}>
        <p className={css['path']} title={opened.path}>
          {unsaved ? <span className={css['mark']} aria-hidden="true" /> : null}
          <code>{opened.path}</code>
        </p>
        <p className={css['note']} role="status">
          {stateWords(opened, edited, saving)}
          {problems === 0 ? '' : ` · ${count(problems, 'problem')}`}
        </p>
        <Button
          small
          look="primary"
          disabled={!opened.writable || !unsaved}
          busy={saving.kind === 'saving'}
          title={`Save (${mac ? '⌘' : 'Ctrl'} S)`}
          onClick={() => save()}
        >
          Save
        </Button>
      </div>
      {saving.kind === 'failed' ? <ProblemNotice problem={saving.problem} onClose={onDismiss} /> : null}
      {saving.kind === 'conflict' ? (
        <Notice
          tone="warn"
          title="Somebody else has written this file since you opened it."
          actions={
            <>
              <Button small onClick={() => void takeTheirs()}>
                Take what is there
              </Button>
              <Button small look="danger" onClick={() => save('any')}>
                Replace it with mine
              </Button>
            </>
          }
          onClose={onDismiss}
        >
          <p>Yours is not lost: it stays here until you choose. What you take in can be undone.</p>
        </Notice>
      ) : null}
      <div ref={host} className={css['host']} />
    </div>
  );
}

function stateWords(opened: Opened, edited: boolean, saving: Saving): string {
  if (!opened.writable) return 'Read only for this user';
  if (saving.kind === 'saving') return 'Saving';
  if (opened.there === 'absent') return 'New file, not saved';
  return edited ? 'Not saved' : 'Saved';
}
