import css from './CataloguePage.module.css';

/** How much of a scenario was reached, as a ring. */
export function StateRing({ share, words }: { share: number; words: string }) {
  const round = 2 * Math.PI * 7.5;
  return (
    <svg className={css['ring']} viewBox="0 0 18 18" role="img" aria-label={words}>
      <circle cx="9" cy="9" r="7.5" className={css['track']} />
      <circle
        cx="9"
        cy="9"
        r="7.5"
        className={css['reached']}
        strokeDasharray={`${round * Math.min(1, Math.max(0.08, share))} ${round}`}
      />
    </svg>
  );
}
