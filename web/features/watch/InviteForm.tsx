import { Check, Copy, Link2 } from 'lucide-react';
import { useState } from 'react';
import { problemOf } from '../../api/client.ts';
import { useInvite } from '../../api/watching.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { copyText } from '../../ui/copy-text.ts';
import css from './WatchDialog.module.css';

const spans: readonly [minutes: number, words: string][] = [
  [60, '1 hour'],
  [240, '4 hours'],
  [1440, '1 day'],
];

/** Makes a link. It is shown until the dialog closes and can never be shown again: the server keeps only its hash. */
export function InviteForm({ lab }: { lab: string }) {
  const [minutes, setMinutes] = useState(60);
  const [copied, setCopied] = useState<string>();
  const invite = useInvite(lab);
  const link = invite.data === undefined ? undefined : `${window.location.origin}/watch#${invite.data.token}`;
  return (
    <div className={css['part']}>
      <div className={css['make']}>
        <label>
          <span>Valid for</span>
          <select value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
            {spans.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <Button
          look={link === undefined ? 'primary' : 'plain'}
          busy={invite.isPending}
          onClick={() => invite.mutate(minutes)}
          icon={<Link2 size={15} aria-hidden="true" />}
        >
          {link === undefined ? 'Make a link' : 'Make another link'}
        </Button>
      </div>
      {link === undefined ? null : (
        <>
          <div className={css['link']}>
            <input
              readOnly
              aria-label="Link for a guest"
              value={link}
              onFocus={(event) => event.currentTarget.select()}
            />
            <Button
              look="primary"
              onClick={() => void copyText(link).then((done) => setCopied(done ? link : undefined))}
              icon={
                copied === link ? (
                  <Check size={15} aria-hidden="true" />
                ) : (
                  <Copy size={15} aria-hidden="true" />
                )
              }
            >
              {copied === link ? 'Copied' : 'Copy'}
            </Button>
          </div>
          <p className={css['note']}>
            Shown only now. It works in a browser that reaches this server under {window.location.host}.
          </p>
        </>
      )}
      {invite.isError ? (
        <ProblemNotice problem={problemOf(invite.error)} onClose={() => invite.reset()} />
      ) : null}
    </div>
  );
}
