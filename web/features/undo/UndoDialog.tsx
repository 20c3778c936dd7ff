import { useQuery } from '@tanstack/react-query';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import type { LabView } from '#contract/lab.ts';
import type { SnapshotView } from '#contract/snapshots.ts';
import { problemOf } from '../../api/client.ts';
import { snapshotsQuery, useSaveSnapshot, useUndoLab } from '../../api/snapshots.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import dialog from '../../ui/Dialog.module.css';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { SnapshotList } from './SnapshotList.tsx';
import { causeWords, moment } from './snapshot-words.ts';

/** The states that a lab can go back to, newest first, and the way to save one. Mounted anew each time it opens. */
export function UndoDialog({ lab, onClose }: { lab: LabView; onClose: () => void }) {
  const [chosen, choose] = useState<SnapshotView>();
  const snapshots = useQuery(snapshotsQuery(lab.id));
  const save = useSaveSnapshot(lab.id);
  const undo = useUndoLab(lab.id);
  const failed = undo.isError ? undo : save.isError ? save : undefined;
  return (
    <>
      <Dialog.Root open={chosen === undefined} onOpenChange={(open) => (open ? undefined : onClose())}>
        <Dialog.Portal>
          <Dialog.Overlay className={dialog['overlay']} />
          <Dialog.Content className={dialog['content']}>
            <Dialog.Title className={dialog['title']}>Undo</Dialog.Title>
            <Dialog.Description className={dialog['text']}>
              The lab is saved before each check, and whenever you like. It goes back in seconds, also when
              its API server no longer starts.
            </Dialog.Description>
            {snapshots.isPending ? <Skeleton label="Loading the snapshots" rows={[52, 52]} /> : null}
            {snapshots.isError && snapshots.data === undefined ? (
              <ProblemNotice
                problem={problemOf(snapshots.error)}
                actions={
                  <Button small onClick={() => void snapshots.refetch()}>
                    Try again
                  </Button>
                }
              />
            ) : null}
            {snapshots.data === undefined ? null : (
              <SnapshotList snapshots={snapshots.data} busy={undo.isPending} onChoose={choose} />
            )}
            {failed === undefined ? null : (
              <ProblemNotice problem={problemOf(failed.error)} onClose={() => failed.reset()} />
            )}
            <div className={dialog['actions']}>
              <Button
                busy={save.isPending}
                disabled={lab.state !== 'ready'}
                onClick={() => save.mutate(undefined)}
              >
                Save now
              </Button>
              <Dialog.Close asChild>
                <Button>Close</Button>
              </Dialog.Close>
            </div>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      {chosen === undefined ? null : (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : choose(undefined))}
          title="Go back to this state?"
          confirm="Go back"
          danger
          onConfirm={() => undo.mutate(chosen.id, { onSuccess: onClose })}
        >
          <Losses snapshot={chosen} />
        </ConfirmDialog>
      )}
    </>
  );
}

function Losses({ snapshot }: { snapshot: SnapshotView }) {
  return (
    <>
      <p>
        {causeWords(snapshot.cause)}, {moment(snapshot.at)}. Everything that you changed in the lab after that
        is lost. Its machines start again and your shells are opened anew; programs that run in them end.
      </p>
      <p>Your best points of this attempt and the hints you opened stay.</p>
    </>
  );
}
