import { Download, FilePen, Globe, Upload } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { LabDetail } from '#contract/api.ts';
import type { DeckExtras } from '../../ui/pane-kind.ts';
import { subjectText } from '../editor/editor-files.ts';
import { editorKind } from '../editor/editor-kind.tsx';
import { DownloadDialog } from '../files/DownloadDialog.tsx';
import { TransferList } from '../files/TransferList.tsx';
import { Transfers } from '../files/transfers.ts';
import { Uploads } from '../files/uploads.ts';
import { intoWords } from '../../ui/shell-folder.ts';
import { ServiceDialog } from '../services/ServiceDialog.tsx';
import type { TerminalPlace } from '../../ui/focused-terminal.ts';
import type { TerminalSet } from '../terminal/terminal-set.ts';
import type { LabTool } from './LabTools.tsx';

/** What stands beside the terminals of a lab: files and services. Features do not know each other, so they meet here. */
export function useLabTools(
  { lab, allows, scenario }: LabDetail,
  set: TerminalSet,
  /** Brings the terminals into view, where a narrow window shows one side at a time. */
  reveal: () => void,
): { tools: LabTool[]; extras: DeckExtras; overlays: ReactNode } {
  const [transfers] = useState(() => new Transfers(lab.id));
  const [uploads] = useState(() => new Uploads(lab.id, transfers));
  const [dialog, open] = useState<'download' | 'service'>();
  const [editor] = useState(() => editorKind(lab, (kind, subject) => set.openPane(kind, subject)));
  const [picker, setPicker] = useState<HTMLInputElement | null>(null);
  // Ends what goes on outside of React when the lab is left.
  useEffect(() => () => transfers.dispose(), [transfers]);

  const place = (): TerminalPlace => set.place() ?? { terminal: lab.terminals[0]?.id ?? '', number: 1 };
  const terminal = (): string => place().terminal;
  const noteOf = async (at: TerminalPlace): Promise<string | undefined> => {
    const folder = await uploads.announced(at);
    const label = lab.terminals.find(({ id }) => id === at.terminal)?.label ?? at.terminal;
    return folder && `${intoWords(folder)} on ${label}`;
  };
  const tools: LabTool[] = [];
  if (allows.files) {
    tools.push(
      {
        name: 'Upload files…',
        icon: <Upload size={14} aria-hidden="true" />,
        note: () => noteOf(place()),
        start: () => picker?.click(),
      },
      {
        name: 'Download a file…',
        icon: <Download size={14} aria-hidden="true" />,
        start: () => open('download'),
      },
    );
  }
  if (allows.editor) {
    tools.push({
      name: 'Edit a file…',
      icon: <FilePen size={14} aria-hidden="true" />,
      start: () => {
        reveal();
        set.openPane(editor.kind, subjectText({ terminal: terminal(), path: '' }));
      },
    });
  }
  if (allows.services) {
    tools.push({
      name: 'Open a service…',
      icon: <Globe size={14} aria-hidden="true" />,
      start: () => open('service'),
    });
  }
  const extras: DeckExtras = {
    ...(allows.editor && { kinds: [editor] }),
    ...(allows.files && { files: uploads }),
  };
  const overlays = (
    <>
      <TransferList transfers={transfers} />
      {allows.files ? (
        <input
          ref={setPicker}
          type="file"
          multiple
          hidden
          aria-label="Files to upload"
          onChange={(event) => {
            uploads.take(place(), [...(event.target.files ?? [])], uploads.told(place()));
            event.target.value = '';
          }}
        />
      ) : null}
      {dialog === 'service' ? (
        <ServiceDialog
          lab={lab}
          machine={lab.terminals.find(({ id }) => id === terminal())?.machine ?? ''}
          isCluster={scenario.environment === 'cluster'}
          onClose={() => open(undefined)}
        />
      ) : null}
      {dialog === 'download' ? (
        <DownloadDialog
          lab={lab}
          terminal={terminal()}
          onClose={() => open(undefined)}
          onDownload={(from, path) => transfers.download(from, path)}
        />
      ) : null}
    </>
  );
  return { tools, extras, overlays };
}
