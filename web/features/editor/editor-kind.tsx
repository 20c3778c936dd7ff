import { FilePen } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { LabView } from '#contract/lab.ts';
import type { PaneKind } from '../../ui/pane-kind.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { subjectText, subjectTitle, UnsavedFiles } from './editor-files.ts';

// The editor is larger than the page of a lab and comes when it is first opened.
const EditorPane = lazy(async () => ({ default: (await import('./EditorPane.tsx')).EditorPane }));

/** The editor as a pane of the deck, for the machines of a lab. */
export function editorKind(lab: LabView, openPane: (kind: string, subject: string) => void): PaneKind {
  const unsaved = new UnsavedFiles();
  return {
    kind: 'editor',
    icon: <FilePen size={13} aria-hidden="true" />,
    title: subjectTitle,
    render: (props) => (
      <Suspense fallback={<Skeleton label="Loading the editor" rows={[24, 200]} />}>
        <EditorPane
          {...props}
          lab={lab}
          unsaved={unsaved}
          onOpen={(subject) => openPane('editor', subject)}
        />
      </Suspense>
    ),
    askBeforeClose: (subject) =>
      unsaved.has(subject)
        ? `${subjectTitle(subject)} has changes that are not saved. Close it without them?`
        : undefined,
    offers: lab.terminals.map(({ id, label }) => ({
      label: `Editor on ${label}`,
      subject: subjectText({ terminal: id, path: '' }),
    })),
  };
}
