import type { TextMatch } from '#contract/scenario/parts.ts';
import { quoted } from './words.ts';

/** The conditions of a match that a text breaks, in words; empty when all hold. Line ends at the text's end do not count. */
export function textFaults(match: TextMatch, text: string): string[] {
  const plain = text.replace(/\s+$/, '');
  return conditions(match).flatMap(({ say, holds }) => (holds(plain) ? [] : [say]));
}

/** What a match asks for, in words. */
export function matchWords(match: TextMatch): string {
  const all = conditions(match).map(({ say }) => say);
  return all.length === 0 ? 'is any text' : all.join(' and ');
}

function conditions({ equals, contains, matches, notMatches }: TextMatch) {
  const all: { say: string; holds: (text: string) => boolean }[] = [];
  if (equals !== undefined) all.push({ say: `is ${quoted(equals)}`, holds: (t) => t === equals });
  if (contains !== undefined)
    all.push({ say: `contains ${quoted(contains)}`, holds: (t) => t.includes(contains) });
  if (matches !== undefined) {
    all.push({ say: `matches /${matches}/`, holds: (t) => new RegExp(matches, 'm').test(t) });
  }
  if (notMatches !== undefined) {
    all.push({ say: `does not match /${notMatches}/`, holds: (t) => !new RegExp(notMatches, 'm').test(t) });
  }
  return all;
}
