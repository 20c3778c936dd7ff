import css from './Score.module.css';
import { points } from './words.ts';

/** Points earned of points possible. */
export function Score({
  earned,
  possible,
  large = false,
}: {
  earned: number;
  possible: number;
  large?: boolean;
}) {
  return (
    <span
      className={css['score']}
      data-large={large || undefined}
      data-full={earned >= possible || undefined}
      role="img"
      aria-label={`${points(earned)} of ${points(possible)} points`}
    >
      <span className={css['earned']}>{points(earned)}</span>
      <span className={css['possible']}>/{points(possible)}</span>
    </span>
  );
}

/** The same as a bar; the words stand beside it. */
export function ScoreBar({ earned, possible }: { earned: number; possible: number }) {
  const share = possible === 0 ? 0 : Math.min(100, (earned / possible) * 100);
  return (
    <svg className={css['bar']} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className={css['track']} width="100" height="4" rx="2" />
      <rect className={css['fill']} width={share} height="4" rx="2" data-full={share === 100 || undefined} />
    </svg>
  );
}
