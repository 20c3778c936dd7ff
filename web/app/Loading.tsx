import { Skeleton } from '../ui/Skeleton.tsx';
import css from './Frame.module.css';

export function Loading() {
  return (
    <div className={css['page']}>
      <Skeleton label="Loading the page" rows={[28, 72, 72, 72]} />
    </div>
  );
}
