import { useQuery } from '@tanstack/react-query';
import { attemptsQuery } from '../../api/queries.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { AttemptRow } from '../history/AttemptRow.tsx';
import css from './ScenarioPage.module.css';

export function ScenarioAttempts({ scenario }: { scenario: string }) {
  const query = useQuery(attemptsQuery);
  return (
    <section aria-labelledby="attempts">
      <h2 id="attempts">Your attempts</h2>
      <Loaded query={query} loading={<Skeleton label="Loading your attempts" rows={[48]} />}>
        {(all) => {
          const mine = all.filter((attempt) => attempt.scenario === scenario);
          if (mine.length === 0) return <p className={css['note']}>None yet.</p>;
          return (
            <ul className={css['attempts']}>
              {mine.map((attempt) => (
                <AttemptRow key={attempt.id} attempt={attempt} bare />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}
