import { RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { RecordingView } from '#contract/recording.ts';
import { problemOf } from '../../api/client.ts';
import { useRemoveRecording } from '../../api/recordings.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { bytes, span, when } from '../../ui/words.ts';
import css from './Replay.module.css';

export function ReplayHead({ recording, onRefresh }: { recording: RecordingView; onRefresh: () => void }) {
  const [asking, ask] = useState(false);
  const remove = useRemoveRecording();
  const navigate = useNavigate();
  const { attempt, title, scenario, startedAt, endedAt } = recording;
  const facts = [
    when(startedAt),
    endedAt === undefined ? 'still running' : span(endedAt - startedAt),
    bytes(recording.bytes),
  ];
  return (
    <div className={css['head']}>
      <div className={css['what']}>
        <h1>Replay</h1>
        <p>
          <Link to={`/scenarios/${scenario}`}>{title}</Link> · {facts.join(' · ')}
        </p>
      </div>
      {endedAt === undefined ? (
        <Button small onClick={onRefresh} icon={<RotateCw size={14} aria-hidden="true" />}>
          Load the newest
        </Button>
      ) : null}
      <Button
        small
        busy={remove.isPending}
        onClick={() => ask(true)}
        icon={<Trash2 size={14} aria-hidden="true" />}
      >
        Delete
      </Button>
      {remove.isError ? (
        <ProblemNotice problem={problemOf(remove.error)} onClose={() => remove.reset()} />
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={ask}
        title="Delete this recording?"
        confirm="Delete the recording"
        danger
        onConfirm={() => remove.mutate(attempt, { onSuccess: () => void navigate('/history') })}
      >
        What the terminals showed is removed for good. The attempt and its points stay in your history.
      </ConfirmDialog>
    </div>
  );
}
