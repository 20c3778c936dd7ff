import type { CheckResult } from '#contract/grading.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Evidence } from './CheckRows.tsx';

/** Something that had to stay whole and did not. */
export function GuardNotice({ guard, voids }: { guard: CheckResult; voids: boolean }) {
  const unknown = guard.verdict === 'unknown';
  const consequence = voids ? ', so nothing counts until it is whole again' : '';
  return (
    <Notice
      tone={unknown ? 'warn' : 'fail'}
      title={
        unknown
          ? `Could not be checked: ${guard.title}`
          : `Something that must stay whole is broken: ${guard.title}${consequence}`
      }
    >
      <Evidence result={guard} />
    </Notice>
  );
}
