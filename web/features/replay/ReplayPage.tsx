import { useQueries, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { ShellId } from '#contract/ids.ts';
import type { RecordingView } from '#contract/recording.ts';
import { ApiError, problemOf } from '../../api/client.ts';
import { castQuery, recordingQuery } from '../../api/recordings.ts';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { type Cast, parseCast } from './cast.ts';
import css from './Replay.module.css';
import { ReplayHead } from './ReplayHead.tsx';
import { ReplayView } from './ReplayView.tsx';

export function ReplayPage() {
  const { attempt = '' } = useParams();
  const query = useQuery({ ...recordingQuery(attempt), refetchOnWindowFocus: false });
  if (query.error instanceof ApiError && (query.error.status === 404 || query.error.status === 400)) {
    return <NoRecording />;
  }
  return (
    <>
      <title>{query.data === undefined ? 'Replay · CKS Lab' : `Replay: ${query.data.title} · CKS Lab`}</title>
      <Loaded query={query} loading={<Skeleton label="Loading the recording" rows={[28, 420, 48]} />}>
        {(recording) => (
          <>
            <ReplayHead recording={recording} onRefresh={() => void query.refetch()} />
            {recording.shells.length === 0 ? <NothingShown /> : <ReplayShells recording={recording} />}
          </>
        )}
      </Loaded>
    </>
  );
}

/** Fetches what the shells showed. A file that cannot be read leaves the others to be seen. */
function ReplayShells({ recording }: { recording: RecordingView }) {
  const queries = useQueries({
    queries: recording.shells.map(({ shell, bytes }) => ({
      ...castQuery(recording.attempt, shell, bytes),
      select: parseCast,
    })),
  });
  const casts = new Map<ShellId, Cast>();
  for (const [index, { shell }] of recording.shells.entries()) {
    const cast = queries[index]?.data;
    if (cast !== undefined) casts.set(shell, cast);
  }
  const failed = queries.find(({ isError }) => isError);
  if (queries.some(({ isPending }) => isPending)) {
    return <Skeleton label="Loading what the terminals showed" rows={[420, 48]} />;
  }
  if (casts.size === 0 && failed !== undefined) {
    const again = (
      <Button small onClick={() => void Promise.all(queries.map((query) => query.refetch()))}>
        Try again
      </Button>
    );
    return <ProblemNotice problem={problemOf(failed.error)} actions={again} />;
  }
  return <ReplayView key={recording.bytes} recording={recording} casts={casts} />;
}

function NothingShown() {
  return (
    <Empty title="Nothing was recorded of the terminals">
      No terminal was opened while recording was on. The checks are in your history.
    </Empty>
  );
}

function NoRecording() {
  return (
    <div className={css['none']}>
      <title>Replay · CKS Lab</title>
      <h1>Replay</h1>
      <Empty
        title="There is no recording of this attempt"
        action={
          <LinkButton to="/history" look="primary">
            Back to the history
          </LinkButton>
        }
      >
        Recording was off, or the recording was removed, by hand or to make room for newer ones.
      </Empty>
    </div>
  );
}
