import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { systemQuery } from '../api/queries.ts';
import { cx } from '../ui/cx.ts';
import { VerdictMark } from '../ui/VerdictMark.tsx';
import { imageSummary } from '../features/setup/image-summary.ts';
import css from './Frame.module.css';

/** Shows that images are being built, or that something is wrong with them; nothing otherwise. */
export function BuildIndicator() {
  const { data } = useQuery(systemQuery);
  if (data === undefined) return null;
  const summary = imageSummary(data);
  if (summary.kind === 'calm') return null;
  return (
    <Link
      to="/setup"
      aria-label={summary.words}
      className={cx(css['building'], summary.kind === 'trouble' && css['trouble'])}
    >
      <VerdictMark small mark={summary.kind === 'trouble' ? 'fail' : 'running'} words="" />
      <span className={css['buildingWords']}>{summary.words}</span>
    </Link>
  );
}
