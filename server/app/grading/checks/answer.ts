import type { CheckOf } from '#contract/scenario/checks.ts';
import { answerShare, readAnswer } from '#domain/grading/answers.ts';
import { clip, quoted } from '#domain/grading/words.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { wholeText } from '../whole-text.ts';

/**
 * What the learner wrote into a file. The right answer is never shown; a secret one not even as the learner wrote it. A set or JSON that
 * is right in part earns that part of the points, unless it is secret: right elements, of all that should be there and all that should not.
 */
export const answer: CheckModule<'answer', string> = {
  type: 'answer',
  deadlineMs: () => 15_000,

  expected({ file }) {
    return `${file} holds the right answer`;
  },

  async observe({ on, file }, { observer, lab, signal }) {
    const probe = `on ${on}: ${file}`;
    const read = await observer.ask(lab, on, { kind: 'file', path: file, maxBytes: 256 * 1024 }, signal);
    if (read.kind === 'unknown') return unknown(read.reason, probe);
    if (!read.exists) return missing(`there is no ${file}`, probe);
    if (read.type !== 'file') return missing(`${file} is no file`, probe);
    const text = wholeText(read);
    return text === undefined ? unknown('the file is too large or is no text', probe) : seen(text, probe);
  },

  judge(check, text) {
    const plain = readAnswer('text', text) ?? '';
    const read = readAnswer(check.as, text);
    const ok = read !== undefined && isRight(check, read, plain);
    if (check.secret) return { ok, found: ok ? 'matches' : 'does not match' };
    if (plain === '') return { ok, found: 'the file is empty' };
    const kind = check.as === 'json' ? 'JSON' : `a ${check.as}`;
    const share = ok ? 1 : shareOf(check, plain);
    const note =
      read === undefined ? `, which is not ${kind}` : share > 0 && !ok ? ', which is right in part' : '';
    return { ok, found: `${quoted(clip(plain, 120))}${note}`, share };
  },
};

/** How much of it is right. What must match a pattern as a whole has no parts. */
function shareOf({ as, equals, equalsOneOf = [], matches }: CheckOf<'answer'>, plain: string): number {
  if (matches !== undefined) return 0;
  const right = [...(equals === undefined ? [] : [[equals].flat().join('\n')]), ...equalsOneOf];
  const shares = right.map((one) => answerShare(as, one, plain));
  // With both, the answer has to be right in both ways.
  return equals === undefined ? Math.max(0, ...shares) : Math.min(...shares, 1);
}

function isRight(
  { as, equals, equalsOneOf, matches }: CheckOf<'answer'>,
  read: string,
  plain: string,
): boolean {
  const same = (right: string): boolean => readAnswer(as, right) === read;
  return (
    (equals === undefined || same([equals].flat().join('\n'))) &&
    (equalsOneOf === undefined || equalsOneOf.some(same)) &&
    // Of the whole text: a file with every answer that could be, one a line, is no answer.
    (matches === undefined || new RegExp(matches).test(plain))
  );
}
