import type { ReactNode } from 'react';
import css from './PageHead.module.css';

export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={css['head']}>
      <h1>{title}</h1>
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}
