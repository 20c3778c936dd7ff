import { Dialog } from 'radix-ui';
import type { WatchView } from '#contract/watching.ts';
import { problemOf } from '../../api/client.ts';
import { useChangeWatchers } from '../../api/watching.ts';
import { Button } from '../../ui/Button.tsx';
import dialog from '../../ui/Dialog.module.css';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { when } from '../../ui/words.ts';
import { InviteForm } from './InviteForm.tsx';
import css from './WatchDialog.module.css';

/** Everything about others in this lab: links, who is there, and what they may. */
export function WatchDialog({
  lab,
  view,
  open,
  onOpenChange,
}: {
  lab: string;
  view: WatchView | undefined;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const change = useChangeWatchers(lab);
  const { invitations = [], guests = [] } = view ?? {};
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog['overlay']} />
        <Dialog.Content className={dialog['content']}>
          <Dialog.Title className={dialog['title']}>Watch and help</Dialog.Title>
          <Dialog.Description className={dialog['text']}>
            Whoever opens the link sees the terminals of this lab and nothing else: no tasks, no checks, no
            history. They type only while you let them.
          </Dialog.Description>
          <InviteForm lab={lab} />
          {guests.length === 0 ? null : (
            <Guests guests={guests} change={change.mutate} busy={change.isPending} />
          )}
          {invitations.length === 0 ? null : (
            <Links invitations={invitations} change={change.mutate} busy={change.isPending} />
          )}
          {change.isError ? (
            <ProblemNotice problem={problemOf(change.error)} onClose={() => change.reset()} />
          ) : null}
          <div className={dialog['actions']}>
            {invitations.length === 0 ? null : (
              <Button look="danger" busy={change.isPending} onClick={() => change.mutate({ what: 'endAll' })}>
                End all
              </Button>
            )}
            <Dialog.Close asChild>
              <Button>Close</Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type ChangeWatchers = ReturnType<typeof useChangeWatchers>['mutate'];

function Guests({
  guests,
  change,
  busy,
}: {
  guests: WatchView['guests'];
  change: ChangeWatchers;
  busy: boolean;
}) {
  return (
    <section aria-labelledby="guests" className={css['part']}>
      <h3 id="guests">Guests</h3>
      <ul className={css['rows']}>
        {guests.map(({ id, name, here, mayType }) => (
          <li key={id}>
            <span className={css['name']}>
              <span className={css['dot']} data-here={here || undefined} aria-hidden="true" />
              {name}
              <span className={css['note']}>{here ? 'is here' : 'is away'}</span>
            </span>
            <label className={css['may']}>
              <input
                type="checkbox"
                checked={mayType}
                disabled={busy}
                onChange={(event) =>
                  change({ what: 'letType', guest: id, mayType: event.currentTarget.checked })
                }
              />
              May type
              <span className={css['unseen']}> for {name}</span>
            </label>
            <Button small disabled={busy} onClick={() => change({ what: 'dismiss', guest: id })}>
              Send away
              <span className={css['unseen']}>: {name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Links({
  invitations,
  change,
  busy,
}: {
  invitations: WatchView['invitations'];
  change: ChangeWatchers;
  busy: boolean;
}) {
  return (
    <section aria-labelledby="links" className={css['part']}>
      <h3 id="links">Open links</h3>
      <ul className={css['rows']}>
        {invitations.map(({ id, expiresAt }) => (
          <li key={id}>
            <span className={css['name']}>Until {when(expiresAt)}</span>
            <Button small disabled={busy} onClick={() => change({ what: 'revoke', invitation: id })}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
