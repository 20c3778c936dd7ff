import type { CheckResult } from '#contract/grading.ts';
import type { CheckPreview } from '#contract/preview.ts';
import { cx } from '../../ui/cx.ts';
import { VerdictMark } from '../../ui/VerdictMark.tsx';
import { points } from '../../ui/words.ts';
import css from './PreviewPage.module.css';

interface Props {
  checks: readonly CheckPreview[];
  /** What a lab says, by check; empty when none was graded. */
  results: ReadonlyMap<string, CheckResult>;
}

/** Every check and guard of a scenario, with what a running lab says of it. */
export function CheckTable({ checks, results }: Props) {
  return (
    // A scrolling region must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css['scroll']} role="region" aria-label="All checks" tabIndex={0}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">Now</th>
            <th scope="col">Check</th>
            <th scope="col">Points</th>
            <th scope="col">Expected, and what was found</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <CheckLine key={check.check} check={check} result={results.get(check.check)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a check earns at most, and once a lab was looked at, what it has earned. */
function worth(possible: number, result: CheckResult | undefined): string {
  if (possible === 0) return '–';
  return result === undefined ? points(possible) : `${points(result.points)} of ${points(possible)}`;
}

function CheckLine({ check, result }: { check: CheckPreview; result: CheckResult | undefined }) {
  const { title, role, type, gate, expected } = check;
  return (
    <tr>
      <td>
        <VerdictMark mark={result?.verdict ?? 'none'} />
      </td>
      <th scope="row" className={cx(role === 'part' && css['part'])}>
        {/* A lab has drawn the values that the title speaks of. */}
        {result?.title ?? title}
        <span className={css['kind']}>
          {check.check} · {role === 'guard' ? 'guard, ' : ''}
          {gate ? 'gate, ' : ''}
          {type}
        </span>
      </th>
      <td className={css['points']}>{worth(check.points, result)}</td>
      <td>
        {result?.expected ?? expected}
        {result === undefined ? null : (
          <span className={css['found']} data-verdict={result.verdict}>
            {result.found}
          </span>
        )}
      </td>
    </tr>
  );
}
