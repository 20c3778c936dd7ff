import { Play } from 'lucide-react';
import type { LabView, Problem } from '#contract/lab.ts';
import { problemOf } from '../../api/client.ts';
import { useExtendLab, useResumeLab } from '../../api/lab-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ago, roughly, when } from '../../ui/words.ts';
import css from './Lab.module.css';

/** A lab at rest: what is kept, how long, and the way back. */
export function LabPaused({ lab }: { lab: LabView }) {
  const resume = useResumeLab(lab.id);
  const extend = useExtendLab(lab.id);
  const now = useNow(15_000);
  const failed = resume.isError ? resume : extend.isError ? extend : undefined;
  return (
    <section className={css['calm']} aria-labelledby="paused">
      <div className={css['sheet']}>
        <div className={css['rest']}>
          <h2 id="paused">This lab is paused</h2>
          <p>
            Its machines{' '}
            {lab.pausedAt === undefined ? 'are stopped' : `have been stopped for ${ago(now - lab.pausedAt)}`}{' '}
            and take no memory. The clock of your attempt stands still.
          </p>
        </div>
        {lab.problem === undefined ? null : <WhyItRests problem={lab.problem} />}
        {failed === undefined ? null : (
          <ProblemNotice problem={problemOf(failed.error)} onClose={failed.reset} />
        )}
        <div className={css['wake']}>
          <Button
            look="primary"
            busy={resume.isPending}
            onClick={() => resume.mutate()}
            icon={<Play size={14} fill="currentColor" aria-hidden="true" />}
          >
            Resume
          </Button>
          {lab.estimate === undefined ? null : (
            <p>Usually takes {roughly(lab.estimate.ms)} on this machine.</p>
          )}
        </div>
        <dl className={css['kept']}>
          <dt>Kept</dt>
          <dd>
            Every file on every machine, the whole state of the cluster, your points and the hints you opened.
          </dd>
          <dt>Ended</dt>
          <dd>
            What ran in the terminals, and what was in memory alone, as when a machine is switched off:
            processes, and <code>/tmp</code> and <code>/run</code> of nodes and hosts. Services, containers
            and Pods start again.
          </dd>
          <dt>Until</dt>
          <dd>
            {lab.keptUntil === undefined ? (
              'You resume or stop it.'
            ) : (
              <>
                {when(lab.keptUntil)}, then it is removed.{' '}
                <Button small look="quiet" busy={extend.isPending} onClick={() => extend.mutate()}>
                  Keep it longer
                </Button>
              </>
            )}
          </dd>
        </dl>
      </div>
    </section>
  );
}

/** An engine that restarted has cost the learner nothing: that is news and no alarm. */
function WhyItRests({ problem }: { problem: Problem }) {
  if (problem.code !== 'engine.restarted') return <ProblemNotice problem={problem} />;
  return (
    <Notice title={problem.message}>
      <p>{problem.remedy}</p>
    </Notice>
  );
}
