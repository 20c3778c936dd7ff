import { useState } from 'react';
import type { LabView } from '#contract/lab.ts';
import { usePathNames } from '../../api/use-path-names.ts';
import { PathField, SelectField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';

/** Asks for a file of a machine. Mounted anew each time it opens. */
export function DownloadDialog({
  lab,
  terminal: first,
  onClose,
  onDownload,
}: {
  lab: LabView;
  /** The one that had the focus last. */
  terminal: string;
  onClose: () => void;
  onDownload: (terminal: string, path: string) => void;
}) {
  const [terminal, setTerminal] = useState(first);
  const [path, setPath] = useState('~/');
  const names = usePathNames(lab.id, terminal, path);
  const choices = lab.terminals.map(({ id, label, user }) => ({ value: id, words: `${label}, as ${user}` }));
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Download a file"
      about="From a machine of this lab to yours. You get what the terminal's user may read, up to 64 MiB."
      submit="Download"
      ready={path.trim() !== '' && !path.endsWith('/')}
      onSubmit={() => {
        onDownload(terminal, path.trim());
        onClose();
      }}
    >
      <SelectField label="Machine" value={terminal} choices={choices} onChange={setTerminal} />
      <PathField
        label="File"
        value={path}
        names={names}
        onChange={setPath}
        focusFirst
        note="A whole path, or one below the home with ~/"
      />
    </FormDialog>
  );
}
