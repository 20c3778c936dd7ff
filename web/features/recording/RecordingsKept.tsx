import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { problemOf } from '../../api/client.ts';
import { recordingSettingQuery, useRemoveRecording } from '../../api/recordings.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { bytes } from '../../ui/words.ts';
import css from './Recording.module.css';

/** How much room recordings take, and the way to be rid of them. */
export function RecordingsKept() {
  const { data: setting } = useQuery({ ...recordingSettingQuery, staleTime: 0 });
  const remove = useRemoveRecording();
  const [asking, ask] = useState(false);
  if (setting === undefined || (setting.usedBytes === 0 && !remove.isError)) return null;
  return (
    <div className={css['kept']}>
      <p>
        Recordings take {bytes(setting.usedBytes)} of {bytes(setting.limitBytes)}; then the oldest go.
      </p>
      <Button
        small
        busy={remove.isPending}
        onClick={() => ask(true)}
        icon={<Trash2 size={14} aria-hidden="true" />}
      >
        Delete all recordings
      </Button>
      {remove.isError ? (
        <ProblemNotice problem={problemOf(remove.error)} onClose={() => remove.reset()} />
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={ask}
        title="Delete all recordings?"
        confirm="Delete all recordings"
        danger
        onConfirm={() => remove.mutate(undefined)}
      >
        What the terminals showed in every attempt is removed for good. Attempts and points stay.
      </ConfirmDialog>
    </div>
  );
}
