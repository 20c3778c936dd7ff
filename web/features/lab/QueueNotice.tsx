import type { LabView } from '#contract/lab.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Ticked } from '../../ui/Ticked.tsx';
import { useNow } from '../../ui/use-now.ts';
import { roughly } from '../../ui/words.ts';

/** Where a lab stands among those that wait, what it waits for and what would help. */
export function QueueNotice({ queue }: { queue: NonNullable<LabView['queue']> }) {
  const now = useNow(1000);
  const { place, of, why, help, expectedAt } = queue;
  return (
    <Notice title={of === 1 ? 'Next in the queue' : `Place ${place} of ${of} in the queue`}>
      <p>
        {why} <Ticked text={help} />
      </p>
      {expectedAt === undefined ? null : (
        <p>
          {expectedAt > now
            ? `Expected to begin in about ${roughly(expectedAt - now)}.`
            : 'Expected to begin any moment.'}
        </p>
      )}
    </Notice>
  );
}
