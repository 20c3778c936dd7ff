import type { CheckOf } from '#contract/scenario/checks.ts';

type Kind = CheckOf<'answer'>['as'];

/**
 * An answer as one text that is the same for all ways to write it; undefined when it is no such thing at all. Spaces at the
 * ends and the kind of line ends never matter.
 */
export function readAnswer(kind: Kind, text: string): string | undefined {
  const plain = text.replaceAll('\r\n', '\n').trim();
  switch (kind) {
    case 'text':
      return plain;
    case 'number':
      return plain === '' || Number.isNaN(Number(plain)) ? undefined : String(Number(plain));
    case 'set':
      return [...new Set(plain.split(/[\s,]+/))].sort().join('\n');
    case 'lines':
      return plain
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join('\n');
    case 'json':
      return jsonText(plain);
  }
}

function jsonText(text: string): string | undefined {
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

/** The order of an object's keys means nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/**
 * How much of a right answer is there, from 0 to 1: the right elements, of all that it should have and all that it has besides. A set
 * has its words for elements, JSON its values, each at its place. Other kinds are right or wrong.
 */
export function answerShare(kind: Kind, right: string, given: string): number {
  const [wanted, got] = [elementsOf(kind, right), elementsOf(kind, given)];
  if (wanted === undefined || got === undefined)
    return readAnswer(kind, right) === readAnswer(kind, given) ? 1 : 0;
  const hits = [...wanted].filter((element) => got.has(element)).length;
  const all = wanted.size + got.size - hits;
  return all === 0 ? 1 : hits / all;
}

function elementsOf(kind: Kind, text: string): ReadonlySet<string> | undefined {
  const read = readAnswer(kind, text);
  if (read === undefined) return undefined;
  if (kind === 'set') return new Set(read.split('\n'));
  return kind === 'json' ? new Set(leaves(JSON.parse(read), [])) : undefined;
}

/** Every value with its place; a list or an object without any is a value too. */
function leaves(value: unknown, place: readonly string[]): string[] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) return [JSON.stringify([place, value])];
  return entries.flatMap(([key, inner]) => leaves(inner, [...place, key]));
}
