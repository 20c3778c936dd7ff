import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import type { LabView } from '#contract/lab.ts';
import { problemOf } from '../../api/client.ts';
import { usePauseLab, useResumeLab } from '../../api/lab-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';

/**
 * Puts a lab to rest, after asking, or wakes it. `of` names the lab where there are several. `onProblem` draws what went wrong.
 */
export function RestButton({ lab, of }: { lab: LabView; of?: string }) {
  const [asking, ask] = useState(false);
  const pause = usePauseLab(lab.id);
  const resume = useResumeLab(lab.id);
  const rests = lab.state === 'paused';
  const failed = pause.isError ? pause : resume.isError ? resume : undefined;
  const Icon = rests ? Play : Pause;
  const verb = rests ? 'Resume' : 'Pause';
  return (
    <>
      <Button
        small
        aria-label={of === undefined ? undefined : `${verb} ${of}`}
        disabled={!rests && lab.state !== 'ready'}
        busy={pause.isPending || resume.isPending}
        onClick={() => (rests ? resume.mutate() : ask(true))}
        icon={<Icon size={14} aria-hidden="true" />}
      >
        {verb}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={ask}
        title="Pause this lab?"
        confirm="Pause the lab"
        onConfirm={() => pause.mutate()}
      >
        Its machines stop and give their memory back. Files, cluster and points are kept, and the clock stands
        still until you resume it. What runs in the terminals ends.
      </ConfirmDialog>
      {failed === undefined ? null : (
        <ProblemNotice problem={problemOf(failed.error)} onClose={failed.reset} />
      )}
    </>
  );
}
