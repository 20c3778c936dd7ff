import { History, ListChecks } from 'lucide-react';
import type { SnapshotView } from '#contract/snapshots.ts';
import { Button } from '../../ui/Button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { causeWords, moment, since } from './snapshot-words.ts';
import css from './Undo.module.css';

export function SnapshotList({
  snapshots,
  busy,
  onChoose,
}: {
  snapshots: readonly SnapshotView[];
  busy: boolean;
  onChoose: (snapshot: SnapshotView) => void;
}) {
  const now = useNow(10_000);
  if (snapshots.length === 0) {
    return <p className={css['nothing']}>Nothing is saved yet. The first check saves the lab by itself.</p>;
  }
  return (
    <ul className={css['rows']} aria-label="Saved states">
      {snapshots.map((snapshot) => (
        <li key={snapshot.id}>
          {snapshot.cause.kind === 'check' ? (
            <ListChecks size={16} aria-hidden="true" />
          ) : (
            <History size={16} aria-hidden="true" />
          )}
          <div className={css['what']}>
            <p>{causeWords(snapshot.cause)}</p>
            <p className={css['note']}>
              {since(now - snapshot.at)}, at {moment(snapshot.at)}
              {snapshot.answered ? null : '; the API server did not answer then'}
            </p>
          </div>
          <Button small disabled={busy} onClick={() => onChoose(snapshot)}>
            Go back…
            <span className={css['unseen']}>
              {' '}
              to {causeWords(snapshot.cause)}, {moment(snapshot.at)}
            </span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
