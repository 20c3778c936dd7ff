import css from './Skeleton.module.css';

/** Grey bars in the shape of what is coming; the words are for screen readers. */
export function Skeleton({ rows, label }: { rows: readonly number[]; label: string }) {
  return (
    <div className={css['skeleton']} role="status" aria-label={label}>
      {rows.map((height, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the bars are alike and never move
        <svg key={index} className={css['bar']} height={height} aria-hidden="true" />
      ))}
    </div>
  );
}
