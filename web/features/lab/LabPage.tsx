import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError } from '../../api/client.ts';
import { useWatchedLabs } from '../../api/live.tsx';
import { labQuery } from '../../api/queries.ts';
import { NotFound } from '../../app/NotFound.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import css from './Lab.module.css';
import { LabView } from './LabView.tsx';

export function LabPage() {
  const { lab = '' } = useParams();
  const query = useQuery(labQuery(lab));
  useWatchedLabs([lab]);
  if (query.error instanceof ApiError && query.error.status === 404) return <NotFound />;
  return (
    <Loaded query={query} loading={<LabSkeleton />}>
      {(detail) => <LabView key={detail.lab.id} detail={detail} />}
    </Loaded>
  );
}

function LabSkeleton() {
  return (
    <div className={css['skeleton']}>
      <Skeleton label="Loading the lab" rows={[32, 120, 60, 60]} />
    </div>
  );
}
