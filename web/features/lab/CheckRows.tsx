import { ChevronRight } from 'lucide-react';
import type { CheckResult } from '#contract/grading.ts';
import { VerdictMark } from '../../ui/VerdictMark.tsx';
import { points, span } from '../../ui/words.ts';
import css from './Tasks.module.css';
import type { CheckRow } from './task-states.ts';

/** The checks of a task. Each folds out; the first that did not pass is open. */
export function CheckRows({ rows }: { rows: readonly CheckRow[] }) {
  if (rows.length === 0) return null;
  const first = rows.find((row) => row.result.verdict !== 'pass');
  return (
    <ul className={css['checks']} aria-label="Checks">
      {rows.map((row) => (
        <CheckItem key={row.result.check} row={row} open={row === first} />
      ))}
    </ul>
  );
}

function CheckItem({ row, open }: { row: CheckRow; open: boolean }) {
  const { result, parts, pending } = row;
  return (
    <li className={css['check']}>
      <details open={open}>
        <summary>
          <VerdictMark mark={pending ? 'running' : result.verdict} />
          <span className={css['checkTitle']}>{result.title}</span>
          {result.possible === 0 ? null : (
            <span className={css['checkPoints']}>
              {points(result.points)}/{points(result.possible)}
            </span>
          )}
          <ChevronRight size={13} aria-hidden="true" className={css['chevron']} />
        </summary>
        <Evidence result={result} />
        {parts.length === 0 ? null : <CheckRows rows={parts} />}
      </details>
    </li>
  );
}

export function Evidence({ result }: { result: CheckResult }) {
  return (
    <div className={css['evidence']}>
      <dl>
        <dt>expected</dt>
        <dd>{result.expected}</dd>
        <dt>found</dt>
        <dd data-verdict={result.verdict}>
          {result.found} <span className={css['took']}>({span(result.tookMs)})</span>
        </dd>
        {result.why === undefined || result.verdict === 'pass' ? null : (
          <>
            <dt>why</dt>
            <dd>{result.why}</dd>
          </>
        )}
      </dl>
      {result.verdict === 'unknown' ? (
        <p className={css['unknownNote']}>
          This could not be observed. It is not counted against you; check again.
        </p>
      ) : null}
      {result.probe === undefined ? null : (
        <details className={css['probe']}>
          <summary>The probe</summary>
          {/* A scrolling region must be reachable by keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre tabIndex={0}>{result.probe}</pre>
        </details>
      )}
    </div>
  );
}
