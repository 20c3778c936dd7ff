import { ArrowLeft, ListChecks, RotateCcw, Square, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { LabView } from '#contract/lab.ts';
import { problemOf } from '../../api/client.ts';
import { useResetLab, useStopLab } from '../../api/lab-actions.ts';
import { ThemeButton } from '../../app/Header.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { UndoDialog } from '../undo/UndoDialog.tsx';
import css from './Lab.module.css';
import { type LabTool, LabTools } from './LabTools.tsx';
import { LabStatePill } from './LabStatePill.tsx';
import { RestButton } from './RestButton.tsx';
import { modKey } from './use-lab-shortcuts.ts';

export function LabTopBar({
  lab,
  title,
  grading,
  onCheck,
  tools,
}: {
  lab: LabView;
  title: string;
  grading: boolean;
  onCheck: () => void;
  tools: readonly LabTool[];
}) {
  const [asking, ask] = useState<'undo' | 'reset' | 'stop'>();
  const reset = useResetLab(lab.id);
  const stop = useStopLab(lab.id);
  const navigate = useNavigate();
  const ready = lab.state === 'ready';
  const over = lab.state === 'gone' || lab.state === 'stopping';
  const failed = reset.isError ? reset : stop.isError ? stop : undefined;
  const close = (open: boolean): void => {
    if (!open) ask(undefined);
  };

  return (
    <>
      <header className={css['top']}>
        <Link to="/" className={css['home']} aria-label="All scenarios" title="All scenarios">
          <ArrowLeft size={16} aria-hidden="true" />
        </Link>
        <h1 className={css['title']}>{title}</h1>
        <LabStatePill lab={lab} />
        <div className={css['actions']}>
          <Button
            small
            look={lab.state === 'paused' ? 'plain' : 'primary'}
            disabled={!ready}
            busy={grading && ready}
            onClick={onCheck}
            title={`Check all tasks (${modKey} Enter)`}
            icon={<ListChecks size={15} aria-hidden="true" />}
          >
            Check all
          </Button>
          <LabTools tools={tools} disabled={!ready} />
          <RestButton lab={lab} />
          <Button
            small
            disabled={!ready && lab.state !== 'failed'}
            onClick={() => ask('undo')}
            icon={<Undo2 size={14} aria-hidden="true" />}
          >
            Undo
          </Button>
          <Button
            small
            disabled={!ready && lab.state !== 'failed' && lab.state !== 'paused'}
            busy={reset.isPending}
            onClick={() => ask('reset')}
            icon={<RotateCcw size={14} aria-hidden="true" />}
          >
            Reset
          </Button>
          <Button
            small
            disabled={over}
            busy={stop.isPending}
            onClick={() => ask('stop')}
            icon={<Square size={12} aria-hidden="true" />}
          >
            Stop
          </Button>
          <ThemeButton />
        </div>
      </header>
      {failed === undefined ? null : (
        <div className={css['strip']}>
          <ProblemNotice problem={problemOf(failed.error)} onClose={failed.reset} />
        </div>
      )}
      {asking === 'undo' ? <UndoDialog lab={lab} onClose={() => ask(undefined)} /> : null}
      <ConfirmDialog
        open={asking === 'reset'}
        onOpenChange={close}
        title="Reset this lab?"
        confirm="Reset the lab"
        danger
        onConfirm={() => reset.mutate()}
      >
        The lab starts over from its first state. Everything that you changed in it is lost; your best points
        of this attempt stay.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'stop'}
        onOpenChange={close}
        title="Stop this lab?"
        confirm="Stop the lab"
        danger
        onConfirm={() =>
          stop.mutate(undefined, { onSuccess: () => void navigate(`/scenarios/${lab.scenario}`) })
        }
      >
        The lab is removed with everything in it, and the attempt ends with its best points.
      </ConfirmDialog>
    </>
  );
}
