import { useNavigate } from 'react-router';
import type { LabView } from '#contract/lab.ts';
import { problemOf } from '../../api/client.ts';
import { useResetLab, useStopLab } from '../../api/lab-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PhaseList } from '../../ui/PhaseList.tsx';
import css from './Lab.module.css';

const unexplained = {
  code: 'lab.failed',
  message: 'The lab did not start.',
  remedy: 'Retry; if it fails again, the log of the phases below says where.',
};

export function LabFailed({ lab }: { lab: LabView }) {
  const reset = useResetLab(lab.id);
  const stop = useStopLab(lab.id);
  const navigate = useNavigate();
  const failed = reset.isError ? reset : stop.isError ? stop : undefined;
  return (
    <section className={css['calm']} aria-labelledby="failed">
      <div className={css['sheet']}>
        <h2 id="failed">The lab could not be made ready</h2>
        <ProblemNotice
          problem={lab.problem ?? unexplained}
          actions={
            <>
              <Button small look="primary" busy={reset.isPending} onClick={() => reset.mutate()}>
                Retry
              </Button>
              <Button
                small
                busy={stop.isPending}
                onClick={() =>
                  stop.mutate(undefined, { onSuccess: () => void navigate(`/scenarios/${lab.scenario}`) })
                }
              >
                Stop this lab
              </Button>
            </>
          }
        />
        {failed === undefined ? null : (
          <ProblemNotice problem={problemOf(failed.error)} onClose={failed.reset} />
        )}
        {lab.steps.length === 0 ? null : <PhaseList steps={lab.steps} label="Phases" />}
      </div>
    </section>
  );
}
