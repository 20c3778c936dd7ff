import { clip, quoted } from '#domain/grading/words.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { wholeText } from '../whole-text.ts';

/** What the learner wrote into a file. The right answer is never shown; a secret one not even as the learner wrote it. */
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

  judge({ equals, matches, secret }, text) {
    const plain = normal(text);
    const ok =
      (equals === undefined || plain === normal(equals)) &&
      (matches === undefined || new RegExp(matches, 'm').test(plain));
    if (secret) return { ok, found: ok ? 'matches' : 'does not match' };
    return { ok, found: plain === '' ? 'the file is empty' : quoted(clip(plain, 120)) };
  },
};

/** Spaces at the ends and the kind of line ends do not matter. */
function normal(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
