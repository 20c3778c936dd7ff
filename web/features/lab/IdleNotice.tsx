import type { LabView } from '#contract/lab.ts';
import { problemOf } from '../../api/client.ts';
import { useExtendLab } from '../../api/lab-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { clock } from '../../ui/words.ts';
import css from './Lab.module.css';

/** Warns that a lab which nobody uses is about to be paused, or to end if it has failed. Typing takes the warning back, and so does the button. */
export function IdleNotice({ lab }: { lab: LabView }) {
  const extend = useExtendLab(lab.id);
  if (extend.isError) {
    return (
      <div className={css['strip']}>
        <ProblemNotice problem={problemOf(extend.error)} onClose={extend.reset} />
      </div>
    );
  }
  if (lab.idleEndsAt === undefined) return null;
  const pauses = lab.state === 'ready';
  return (
    <div className={css['strip']}>
      <Notice
        tone="warn"
        title={
          <>
            Nobody has used this lab for a while: it {pauses ? 'is paused' : 'ends'} in{' '}
            <Left until={lab.idleEndsAt} />
          </>
        }
        actions={
          <Button small look="primary" busy={extend.isPending} onClick={() => extend.mutate()}>
            {pauses ? 'Keep it running' : 'Keep this lab'}
          </Button>
        }
      >
        <p>
          {pauses
            ? 'Its machines are then stopped. What is on their disks is kept, and you can resume it. Typing keeps it running, too.'
            : 'What is left of it is then removed; your best points stay.'}
        </p>
      </Notice>
    </div>
  );
}

/** A timer that changes each second must not be read aloud each second. */
function Left({ until }: { until: number }) {
  const now = useNow(1000);
  return (
    <span role="timer" aria-live="off" className={css['clock']}>
      {clock(until - now)}
    </span>
  );
}
