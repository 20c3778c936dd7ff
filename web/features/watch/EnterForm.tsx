import { Eye } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { problemOf } from '../../api/client.ts';
import { useEnterWatch } from '../../api/watching.ts';
import { BrandMark } from '../../app/BrandMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import css from './Watch.module.css';

/** Asks for a name ahead of the lab: the learner sees who is there. */
export function EnterForm({ token, onEntered }: { token: string; onEntered: () => void }) {
  const [name, setName] = useState('');
  const enter = useEnterWatch();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate({ token, name }, { onSuccess: onEntered });
  };
  return (
    <div className={css['lone']}>
      <BrandMark />
      <h1>Watch a lab</h1>
      <p>You were invited to see the terminals of one lab as its learner works in them.</p>
      <form className={css['form']} onSubmit={submit}>
        <label htmlFor="name">Your name, as the learner sees it</label>
        <input
          id="name"
          value={name}
          maxLength={40}
          autoComplete="name"
          // The only field of the page, and what the guest came for.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
        <Button
          type="submit"
          look="primary"
          busy={enter.isPending}
          disabled={name.trim() === ''}
          icon={<Eye size={15} aria-hidden="true" />}
        >
          Watch
        </Button>
      </form>
      {enter.isError ? (
        <ProblemNotice problem={problemOf(enter.error)} onClose={() => enter.reset()} />
      ) : null}
    </div>
  );
}
