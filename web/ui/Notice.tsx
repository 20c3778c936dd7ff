import { CircleAlert, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '#contract/lab.ts';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import css from './Notice.module.css';
import { Ticked } from './Ticked.tsx';

/** Says what happened, why, and what can be done. */
export function Notice({
  tone = 'info',
  title,
  children,
  actions,
  onClose,
}: {
  tone?: 'info' | 'warn' | 'fail';
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  onClose?: () => void;
}) {
  const Icon = tone === 'info' ? Info : CircleAlert;
  return (
    <div className={cx(css['notice'], css[tone])} role={tone === 'fail' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden="true" className={css['icon']} />
      <div className={css['body']}>
        <p className={css['title']}>{title}</p>
        {children}
        {actions === undefined ? null : <div className={css['actions']}>{actions}</div>}
      </div>
      {onClose === undefined ? null : (
        <IconButton label="Dismiss" onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

export function ProblemNotice({
  problem,
  actions,
  onClose,
}: {
  problem: Problem;
  actions?: ReactNode;
  onClose?: () => void;
}) {
  return (
    <Notice
      tone="fail"
      title={<Ticked text={problem.message} />}
      actions={actions}
      {...(onClose === undefined ? {} : { onClose })}
    >
      <p>
        <Ticked text={problem.remedy} />
      </p>
      {problem.tail === undefined ? null : (
        // A scrolling region must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className={css['tail']} tabIndex={0} aria-label="Last lines">
          {problem.tail}
        </pre>
      )}
    </Notice>
  );
}
