import { Lightbulb } from 'lucide-react';
import { useState } from 'react';
import type { TaskView } from '#contract/api.ts';
import type { HintText } from '#contract/grading.ts';
import { problemOf } from '../../api/client.ts';
import { useOpenHint } from '../../api/lab-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { count } from '../../ui/words.ts';
import css from './Tasks.module.css';

/** Hints of a task, one by one. It asks first only when a hint costs points. */
export function HintList({
  lab,
  task,
  language,
  opened,
  usable,
}: {
  lab: string;
  task: TaskView;
  language: string;
  opened: readonly HintText[];
  usable: boolean;
}) {
  const [asking, setAsking] = useState(false);
  const open = useOpenHint(lab);
  const mine = opened.filter((hint) => hint.task === task.id);
  const index = mine.length;
  const next = task.hints[index];
  const price = (cost: number): string => (cost === 0 ? 'free' : `costs ${count(cost, 'point')}`);
  const reveal = (): void => open.mutate({ task: task.id, index });

  return (
    <>
      {next === undefined ? null : (
        <Button
          small
          look="quiet"
          disabled={!usable}
          busy={open.isPending}
          onClick={() => (next.cost > 0 ? setAsking(true) : reveal())}
          icon={<Lightbulb size={14} aria-hidden="true" />}
        >
          Open hint {index + 1} of {task.hints.length} · {price(next.cost)}
        </Button>
      )}
      {open.isError ? <ProblemNotice problem={problemOf(open.error)} onClose={open.reset} /> : null}
      {mine.length === 0 ? null : (
        <ol className={css['hints']} aria-label="Opened hints" aria-live="polite">
          {mine.map((hint) => (
            <li key={hint.index}>
              <p className={css['hintHead']}>
                Hint {hint.index + 1} of {task.hints.length}
                {hint.cost === 0 ? '' : ` · cost ${count(hint.cost, 'point')}`}
              </p>
              <Markdown text={hint.text} lang={language} />
            </li>
          ))}
        </ol>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Open hint ${index + 1} for ${count(next?.cost ?? 0, 'point')}?`}
        confirm="Open the hint"
        onConfirm={reveal}
      >
        The points are taken off this attempt. They come back with a new attempt.
      </ConfirmDialog>
    </>
  );
}
