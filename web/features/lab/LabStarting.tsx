import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import type { ScenarioDetail } from '#contract/api.ts';
import type { LabView } from '#contract/lab.ts';
import { problemOf } from '../../api/client.ts';
import { usePauseLab, useStopLab } from '../../api/lab-actions.ts';
import { systemQuery } from '../../api/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { PhaseList } from '../../ui/PhaseList.tsx';
import { useNow } from '../../ui/use-now.ts';
import { roughly } from '../../ui/words.ts';
import css from './Lab.module.css';
import { QueueNotice } from './QueueNotice.tsx';

type Passing = 'requested' | 'preparing' | 'resetting' | 'restoring' | 'pausing' | 'resuming' | 'stopping';
const titles: Readonly<Record<Passing, [string, string]>> = {
  requested: ['Waiting to start', 'The lab begins by itself as soon as it can.'],
  preparing: ['Starting the lab', 'You can read the tasks meanwhile.'],
  resetting: ['Resetting the lab', 'It goes back to its first state.'],
  restoring: ['Going back', 'The machines get their saved state and start again.'],
  pausing: ['Pausing the lab', 'Its machines stop; what is on their disks is kept.'],
  resuming: ['Resuming the lab', 'Its machines start as they were. You can read the tasks meanwhile.'],
  stopping: ['Stopping the lab', 'Everything it used is being removed.'],
};

/** How far a start, a reset, a pause, a resume or a stop has come, phase by phase. */
export function LabStarting({ lab, scenario }: { lab: LabView; scenario: ScenarioDetail }) {
  const stop = useStopLab(lab.id);
  const pause = usePauseLab(lab.id);
  const navigate = useNavigate();
  const [title, text] = titles[lab.state as Passing];
  // Nothing of a lab that comes back is thrown away: it only goes on resting.
  const giveUp = lab.state === 'resuming' ? pause : stop;
  const cancel = (): void =>
    lab.state === 'resuming'
      ? pause.mutate()
      : stop.mutate(undefined, { onSuccess: () => void navigate(`/scenarios/${lab.scenario}`) });
  return (
    <section className={css['calm']} aria-labelledby="starting">
      <div className={css['sheet']}>
        <div className={css['sheetHead']}>
          <div>
            <h2 id="starting">{title}</h2>
            <p>{text}</p>
            <Estimate lab={lab} />
          </div>
          {lab.state === 'stopping' || lab.state === 'pausing' ? null : (
            <Button small busy={giveUp.isPending} onClick={cancel}>
              Cancel
            </Button>
          )}
        </div>
        {lab.problem === undefined ? null : <ProblemNotice problem={lab.problem} />}
        {giveUp.isError ? <ProblemNotice problem={problemOf(giveUp.error)} onClose={giveUp.reset} /> : null}
        {lab.queue === undefined ? null : <QueueNotice queue={lab.queue} />}
        {lab.state === 'requested' ? <WaitsFor names={scenario.waitsFor} /> : null}
        {lab.steps.length === 0 ? null : (
          <PhaseList steps={lab.steps} label="Phases" usual={lab.estimate?.steps ?? {}} />
        )}
      </div>
    </section>
  );
}

/** Learnt from earlier times on this machine; nothing is said before there were any, and nothing is promised. */
function Estimate({ lab }: { lab: LabView }) {
  const now = useNow(1000);
  const { estimate, state } = lab;
  if (estimate === undefined || state === 'requested' || state === 'stopping') return null;
  // Before its turn has come, what is known of it says nothing of now.
  if (lab.queue !== undefined) return null;
  const left = estimate.ms - (now - (lab.steps[0]?.at ?? now));
  const from = estimate.runs === 1 ? 'the last one' : `the last ${estimate.runs}`;
  return (
    <p>
      {left > 0 ? `About ${roughly(left)} more` : 'Longer than usual'}: it usually takes{' '}
      {roughly(estimate.ms)} on this machine, going by {from}.
    </p>
  );
}

function WaitsFor({ names }: { names: readonly string[] }) {
  const { data } = useQuery(systemQuery);
  if (names.length === 0) return null;
  const building = data?.images.find((image) => names.includes(image.name) && image.state === 'building');
  return (
    <>
      <Notice title={`Waits for ${names.join(', ')}`}>
        <p>
          Images are built once and kept. <Link to="/setup">See the build</Link>
        </p>
      </Notice>
      {building === undefined ? null : (
        <PhaseList steps={building.steps} label={`Steps of building ${building.name}`} />
      )}
    </>
  );
}
