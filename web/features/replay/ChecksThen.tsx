import type { CheckResult, GradeReport } from '#contract/grading.ts';
import type { RecordingView } from '#contract/recording.ts';
import { Score } from '../../ui/Score.tsx';
import { VerdictMark } from '../../ui/VerdictMark.tsx';
import { reportAt } from './moments.ts';
import css from './Replay.module.css';

/** The newest check results at the moment that is shown. */
export function ChecksThen({ recording, moment }: { recording: RecordingView; moment: number }) {
  const report = reportAt(recording.moments, moment + 1);
  return (
    <section aria-labelledby="checks-then">
      <h2 id="checks-then">Checks at this moment</h2>
      {report === undefined ? (
        <p className={css['nothing']}>Not checked yet.</p>
      ) : (
        <Report report={report} recording={recording} />
      )}
    </section>
  );
}

function Report({ report, recording }: { report: GradeReport; recording: RecordingView }) {
  const groups = recording.tasks
    .map(({ task, title }) => ({
      task,
      title,
      score: report.tasks.find((other) => other.task === task),
      checks: report.checks.filter((check) => check.task === task && check.role !== 'part'),
    }))
    .filter(({ checks }) => checks.length > 0);
  const guards = report.checks.filter((check) => check.task === undefined && check.role !== 'part');
  return (
    <div className={css['report']}>
      {groups.map(({ task, title, score, checks }) => (
        <div key={task}>
          <h3>
            <span>{title}</span>
            {score === undefined ? null : <Score earned={score.earned} possible={score.possible} />}
          </h3>
          <Checks checks={checks} />
        </div>
      ))}
      {guards.length === 0 ? null : <Checks checks={guards} />}
    </div>
  );
}

function Checks({ checks }: { checks: readonly CheckResult[] }) {
  return (
    <ul className={css['checks']}>
      {checks.map((check) => (
        <li key={check.check}>
          <VerdictMark mark={check.verdict} small />
          <span>
            {check.title}
            {check.verdict === 'pass' ? null : <span className={css['found']}>found: {check.found}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
