import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemOf } from '../api/client.ts';
import { Button } from './Button.tsx';
import { Notice, ProblemNotice } from './Notice.tsx';
import { Ticked } from './Ticked.tsx';

/** The four looks of something asked from the server: loading, failed, stale, and the thing itself. */
export function Loaded<T>({
  query,
  loading,
  children,
}: {
  query: UseQueryResult<T>;
  loading: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const again = (
    <Button small onClick={() => void query.refetch()}>
      Try again
    </Button>
  );
  if (query.data === undefined) {
    return query.isError ? <ProblemNotice problem={problemOf(query.error)} actions={again} /> : loading;
  }
  return (
    <>
      {query.isRefetchError ? (
        <Notice tone="warn" title="This may be out of date" actions={again}>
          <p>
            <Ticked text={problemOf(query.error).message} />
          </p>
        </Notice>
      ) : null}
      {children(query.data)}
    </>
  );
}
