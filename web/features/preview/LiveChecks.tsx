import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { CheckPreview } from '#contract/preview.ts';
import type { LabView } from '#contract/lab.ts';
import { problemOf } from '../../api/client.ts';
import { useGrade } from '../../api/lab-actions.ts';
import { useWatchedLabs } from '../../api/live.tsx';
import { labQuery, labsQuery, liveRunQuery } from '../../api/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { CheckTable } from './CheckTable.tsx';
import { newestResults } from './newest-results.ts';
import css from './PreviewPage.module.css';

/** The table of all checks, with live results while a lab of the scenario is ready. */
export function LiveChecks({ scenario, checks }: { scenario: string; checks: readonly CheckPreview[] }) {
  const labs = useQuery(labsQuery).data ?? [];
  const lab = labs.find((one) => one.scenario === scenario && one.state === 'ready');
  return (
    <section aria-labelledby="checks" className={css['checks']}>
      {lab === undefined ? (
        <>
          <div className={css['sectionHead']}>
            <h2 id="checks">Checks</h2>
            <Link to={`/scenarios/${scenario}`}>Start a lab to see results here</Link>
          </div>
          <CheckTable checks={checks} results={new Map()} />
        </>
      ) : (
        <ChecksOfLab key={lab.id} lab={lab} checks={checks} />
      )}
    </section>
  );
}

function ChecksOfLab({ lab, checks }: { lab: LabView; checks: readonly CheckPreview[] }) {
  useWatchedLabs([lab.id]);
  const report = useQuery(labQuery(lab.id)).data?.report;
  const live = useQuery(liveRunQuery(lab.id)).data ?? null;
  const grade = useGrade(lab.id);
  return (
    <>
      <div className={css['sectionHead']}>
        <h2 id="checks">Checks</h2>
        <Link to={`/labs/${lab.id}`}>Open the lab</Link>
        <Button small disabled={grade.isPending} onClick={() => grade.mutate(undefined)}>
          {grade.isPending ? 'Checking …' : 'Check all'}
        </Button>
      </div>
      {grade.isError ? <ProblemNotice problem={problemOf(grade.error)} /> : null}
      <CheckTable checks={checks} results={newestResults(report, live)} />
    </>
  );
}
