import { useQuery } from '@tanstack/react-query';
import { Eye, Keyboard, UserPlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { WatchView } from '#contract/watching.ts';
import { watchersQuery } from '../../api/watching.ts';
import { announce } from '../../ui/Announcer.tsx';
import { cx } from '../../ui/cx.ts';
import css from './WatchDialog.module.css';
import { WatchDialog } from './WatchDialog.tsx';

/** Says who watches this lab, and leads to the invitation of others. */
export function WatchButton({ lab, className }: { lab: string; className: string | undefined }) {
  const [open, setOpen] = useState(false);
  const { data: view } = useQuery(watchersQuery(lab));
  const here = view?.guests.filter((guest) => guest.here) ?? [];
  const typing = here.filter((guest) => guest.mayType);
  const words = wordsOf(here);
  // Spoken when it changes: the learner is at the terminal and looks elsewhere.
  useEffect(() => {
    if (words !== undefined) announce(words);
  }, [words]);
  const Icon = typing.length > 0 ? Keyboard : here.length > 0 ? Eye : UserPlus;
  return (
    <>
      <button
        type="button"
        className={cx(className, here.length > 0 && css['here'], typing.length > 0 && css['typing'])}
        title="Let others watch this lab"
        onClick={() => setOpen(true)}
      >
        <Icon size={14} aria-hidden="true" />
        {words ?? <span className={css['invite']}>Invite</span>}
      </button>
      <WatchDialog lab={lab} view={view} open={open} onOpenChange={setOpen} />
    </>
  );
}

function wordsOf(here: WatchView['guests']): string | undefined {
  const [first, ...others] = here;
  if (first === undefined) return undefined;
  const typing = here.filter((guest) => guest.mayType);
  if (others.length === 0) return `${first.name} ${first.mayType ? 'may type' : 'watches'}`;
  return typing.length === 0 ? `${here.length} watch` : `${here.length} watch, ${typing.length} may type`;
}
