import { useQuery } from '@tanstack/react-query';
import { attemptsQuery } from '../../api/queries.ts';
import { LinkButton } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { RecordingsKept } from '../recording/RecordingsKept.tsx';
import { AttemptRow } from './AttemptRow.tsx';
import css from './History.module.css';

export function HistoryPage() {
  const query = useQuery(attemptsQuery);
  return (
    <>
      <title>History · CKS Lab</title>
      <PageHead title="History">Every attempt with its best points, hints taken off.</PageHead>
      <Loaded query={query} loading={<Skeleton label="Loading your attempts" rows={[24, 64, 64, 64]} />}>
        {(attempts) =>
          attempts.length === 0 ? (
            <Empty
              title="No attempts yet"
              action={
                <LinkButton to="/" look="primary">
                  Choose a scenario
                </LinkButton>
              }
            >
              Each lab that you start becomes an attempt, with its points for every task.
            </Empty>
          ) : (
            <ul className={css['list']}>
              {attempts
                .toSorted((a, b) => b.startedAt - a.startedAt)
                .map((attempt) => (
                  <AttemptRow key={attempt.id} attempt={attempt} />
                ))}
            </ul>
          )
        }
      </Loaded>
      <RecordingsKept />
    </>
  );
}
