import { createHash } from 'node:crypto';
import type { Answer, Question } from '#contract/observer.ts';
import { TestLab } from './test-lab.ts';

/** Files by their path, each with its text. `undefined`: there is none. */
type Files = Readonly<Record<string, string | undefined>>;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What an observer tells of a file: the beginning of its text, and the sum of the whole. */
export const seenFile = (content: string, whole = content): Answer<Question> => ({
  kind: 'file',
  exists: true,
  type: 'file',
  content,
  sha256: sha256(whole),
});

/** A lab whose machines have the files of their image, but for what somebody has changed. */
export function changedLab(image: Readonly<Record<string, string>>, changes: Files): TestLab {
  const lab = new TestLab();
  for (const [path, text] of Object.entries(image)) {
    lab.originals.set(path, { kind: 'kept', sha256: sha256(text) });
  }
  const now: Files = { ...image, ...changes };
  lab.hasNoPrograms = false;
  lab.sees = (question) => {
    if (question.kind === 'tree') {
      const here = Object.keys(now).filter(
        (path) => now[path] !== undefined && path.startsWith(`${question.path}/`),
      );
      const entry = { type: 'file', owner: 'root', group: 'root', mode: '0755' } as const;
      return { kind: 'tree', exists: true, entries: here.map((path) => ({ path, ...entry })) };
    }
    const text = question.kind === 'file' ? now[question.path] : undefined;
    return text === undefined ? { kind: 'file', exists: false } : seenFile(text);
  };
  return lab;
}
