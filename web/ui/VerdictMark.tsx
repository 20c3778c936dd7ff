import { Check, CircleDashed, Minus, X } from 'lucide-react';
import { cx } from './cx.ts';
import css from './VerdictMark.module.css';

export type Mark = 'pass' | 'fail' | 'unknown' | 'running' | 'none' | 'skipped';

export const markWords: Readonly<Record<Mark, string>> = {
  pass: 'passed',
  fail: 'failed',
  unknown: 'could not be checked',
  running: 'being checked',
  none: 'not checked yet',
  skipped: 'not reached',
};

/** A verdict in colour and in shape. Its words are read aloud unless the text beside it says them. */
export function VerdictMark({ mark, words, small = false }: { mark: Mark; words?: string; small?: boolean }) {
  const named = words ?? markWords[mark];
  return (
    <span
      className={cx(css['mark'], css[mark], small && css['small'])}
      data-mark={mark}
      {...(named === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': named })}
    >
      <Shape mark={mark} size={small ? 9 : 12} />
    </span>
  );
}

function Shape({ mark, size }: { mark: Mark; size: number }) {
  switch (mark) {
    case 'pass':
      return <Check size={size} strokeWidth={3.2} aria-hidden="true" />;
    case 'fail':
      return <X size={size} strokeWidth={3.2} aria-hidden="true" />;
    case 'unknown':
      return <span className={css['question']}>?</span>;
    case 'running':
      return null;
    case 'skipped':
      return <Minus size={size} strokeWidth={2.4} aria-hidden="true" />;
    case 'none':
      return <CircleDashed size={size + 6} strokeWidth={1.6} aria-hidden="true" />;
  }
}
