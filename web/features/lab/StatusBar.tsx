import { BookOpen, ExternalLink, Keyboard } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useSyncExternalStore } from 'react';
import type { ScenarioDetail } from '#contract/api.ts';
import type { LabView } from '#contract/lab.ts';
import type { LineState } from '../../api/line-state.ts';
import { useLine } from '../../api/live.tsx';
import { count, docName } from '../../ui/words.ts';
import { RecordingButton } from '../recording/RecordingButton.tsx';
import { WatchButton } from '../watch/WatchButton.tsx';
import type { TerminalSet } from '../terminal/terminal-set.ts';
import css from './StatusBar.module.css';
import { labWords } from './lab-words.ts';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

const lines: Readonly<Record<LineState, string>> = {
  connected: 'Connected',
  reconnecting: 'Reconnecting',
  offline: 'Offline, trying again',
};

export function StatusBar({
  lab,
  scenario,
  set,
  shortcuts,
}: {
  lab: LabView;
  scenario: ScenarioDetail;
  set: TerminalSet;
  shortcuts: { open: boolean; setOpen: (open: boolean) => void };
}) {
  const line = useLine();
  const states = useSyncExternalStore(set.subscribe, set.states);
  const shells = [...states.values()].filter((state) => state.kind === 'open').length;
  return (
    <footer className={css['bar']} aria-label="Status">
      <p className={css['line']} data-line={line} role="status">
        {lines[line]}
      </p>
      <p>{count(shells, 'shell')}</p>
      <p>Lab {labWords(lab.state).words.toLowerCase()}</p>
      <p className={css['id']}>{lab.id}</p>
      <div className={css['end']}>
        {lab.state === 'ready' ? <WatchButton lab={lab.id} className={css['button']} /> : null}
        <RecordingButton className={css['button']} />
        {scenario.docs.length === 0 ? null : <DocsMenu docs={scenario.docs} />}
        <button type="button" className={css['button']} onClick={() => shortcuts.setOpen(true)}>
          <Keyboard size={14} aria-hidden="true" />
          Shortcuts
        </button>
      </div>
      <ShortcutsDialog open={shortcuts.open} onOpenChange={shortcuts.setOpen} />
    </footer>
  );
}

function DocsMenu({ docs }: { docs: ScenarioDetail['docs'] }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={css['button']}>
        <BookOpen size={14} aria-hidden="true" />
        Docs
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={css['menu']} side="top" align="end" sideOffset={6}>
          {docs.map((doc) => (
            <DropdownMenu.Item key={doc.url} asChild className={css['item']}>
              <a href={doc.url} target="_blank" rel="noreferrer">
                <span>{docName(doc.url)}</span>
                {doc.allowedInExam ? <span className={css['allowed']}>allowed in the exam</span> : null}
                <ExternalLink size={12} aria-hidden="true" />
              </a>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
