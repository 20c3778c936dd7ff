import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Play } from 'lucide-react';
import { useId } from 'react';
import { Link, useNavigate } from 'react-router';
import type { ScenarioDetail } from '#contract/api.ts';
import { problemOf } from '../../api/client.ts';
import { useStartLab } from '../../api/lab-actions.ts';
import { useLookedAt } from '../../api/live.tsx';
import { labsQuery, readyQuery, systemQuery } from '../../api/queries.ts';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { labWords } from '../lab/lab-words.ts';
import { RecordingChoice } from '../recording/RecordingChoice.tsx';
import css from './ScenarioPage.module.css';

/** The one button that matters here, and why it cannot be pressed when it cannot. */
export function StartBox({ scenario }: { scenario: ScenarioDetail }) {
  const { data: labs = [] } = useQuery(labsQuery);
  const { data: system } = useQuery(systemQuery);
  const { data: isReady } = useQuery(readyQuery(scenario.id));
  useLookedAt(scenario.id);
  const start = useStartLab();
  const noteId = useId();
  const navigate = useNavigate();
  const running = labs.find(
    (lab) => lab.scenario === scenario.id && lab.state !== 'gone' && lab.state !== 'stopping',
  );
  const blocked = scenario.blocked.length > 0 || system?.engine.reachable === false;

  return (
    <div className={css['start']}>
      {running === undefined ? (
        <Button
          look="primary"
          busy={start.isPending}
          disabled={blocked}
          aria-describedby={isReady && !blocked ? noteId : undefined}
          onClick={() => start.mutate(scenario.id, { onSuccess: (lab) => void navigate(`/labs/${lab.id}`) })}
          icon={<Play size={14} fill="currentColor" aria-hidden="true" />}
        >
          Start lab
        </Button>
      ) : (
        <>
          <LinkButton
            to={`/labs/${running.id}`}
            look="primary"
            icon={<ArrowRight size={14} aria-hidden="true" />}
          >
            Continue lab
          </LinkButton>
          <p className={css['note']}>
            A lab of this scenario is there: {labWords(running.state).words.toLowerCase()}.
          </p>
        </>
      )}
      {running === undefined && isReady && !blocked ? (
        <p className={css['note']} id={noteId}>
          Ready in about a second
        </p>
      ) : null}
      {running === undefined ? <RecordingChoice /> : null}
      {start.isError ? <ProblemNotice problem={problemOf(start.error)} onClose={start.reset} /> : null}
      {system?.engine.problem === undefined ? null : <ProblemNotice problem={system.engine.problem} />}
      {system?.disk === undefined ? null : (
        <Notice tone="warn" title={system.disk.message}>
          <p>{system.disk.remedy}</p>
        </Notice>
      )}
      {scenario.blocked.map((block) => (
        <Notice
          key={block.needs}
          tone="warn"
          title={`Needs ${block.needs}, which this machine does not offer`}
        >
          <p>{block.why}</p>
        </Notice>
      ))}
      {scenario.waitsFor.length === 0 ? null : (
        <Notice title={`Waits for ${scenario.waitsFor.join(', ')}`}>
          <p>
            The image is still being built. You can start the lab now: it begins as soon as the image is
            ready. <Link to="/setup">See the build</Link>
          </p>
        </Notice>
      )}
    </div>
  );
}
