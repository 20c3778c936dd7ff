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
