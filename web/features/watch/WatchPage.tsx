import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WatchOver } from '#contract/watching.ts';
import { ApiError, problemOf } from '../../api/client.ts';
import { watchedQuery } from '../../api/watching.ts';
import { BrandMark } from '../../app/BrandMark.tsx';
import { Announcer } from '../../ui/Announcer.tsx';
import { Button } from '../../ui/Button.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { SkipLink } from '../../ui/SkipLink.tsx';
import { EnterForm } from './EnterForm.tsx';
import css from './Watch.module.css';
import { WatchRoom } from './WatchRoom.tsx';

/** The page of a guest. The secret of the link is in the address only until it was exchanged. */
export function WatchPage() {
  const [token, setToken] = useState(() => window.location.hash.slice(1));
  const [over, setOver] = useState<WatchOver>();
  const query = useQuery({ ...watchedQuery, enabled: token === '' && over === undefined });
  const entered = (): void => {
    window.history.replaceState(null, '', window.location.pathname);
    setToken('');
  };
  return (
    <>
      <title>Watching · CKS Lab</title>
      <SkipLink />
      <main id="main" tabIndex={-1} className={css['page']}>
        {over !== undefined ? (
          <Ended why={over} />
        ) : token !== '' ? (
          <EnterForm token={token} onEntered={entered} />
        ) : query.data !== undefined ? (
          <WatchRoom lab={query.data} onOver={setOver} />
        ) : query.isError ? (
          <NotInvited error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <div className={css['lone']}>
            <Skeleton label="Loading the lab" rows={[32, 200]} />
          </div>
        )}
      </main>
      <Announcer />
    </>
  );
}

const endings: Readonly<Record<WatchOver, string>> = {
  ended: 'The learner has ended it.',
  expired: 'The time of your invitation is over.',
  'lab-stopped': 'The lab was stopped.',
};

function Ended({ why }: { why: WatchOver }) {
  return (
    <div className={css['lone']}>
      <BrandMark />
      <h1>You no longer watch</h1>
      <p>{endings[why]} Thank you for being there.</p>
    </div>
  );
}

function NotInvited({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isRefused = error instanceof ApiError && error.status < 500 && error.status > 0;
  return (
    <div className={css['lone']}>
      <BrandMark />
      <h1>{isRefused ? 'You are not invited' : 'The lab could not be loaded'}</h1>
      {isRefused ? (
        <p>
          This browser has no invitation, or it has ended. Ask the learner for a link and open it as it is,
          with everything behind the # sign.
        </p>
      ) : (
        <ProblemNotice
          problem={problemOf(error)}
          actions={
            <Button small onClick={onRetry}>
              Try again
            </Button>
          }
        />
      )}
    </div>
  );
}
