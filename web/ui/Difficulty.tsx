import { cx } from './cx.ts';
import css from './tags.module.css';

const words = ['', 'very easy', 'easy', 'medium', 'hard', 'very hard'];

export function difficultyWord(level: number): string {
  return words[level] ?? String(level);
}

/** Five bars; as many are filled as the scenario is difficult. */
export function Difficulty({ level }: { level: number }) {
  const label = `Difficulty ${level} of 5, ${difficultyWord(level)}`;
  return (
    <span className={css['bars']} role="img" aria-label={label} title={label}>
      {[1, 2, 3, 4, 5].map((bar) => (
        <span key={bar} className={cx(css['bar'], bar <= level && css['on'])} />
      ))}
    </span>
  );
}
