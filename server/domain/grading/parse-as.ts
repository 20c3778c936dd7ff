import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';

export type Parsed = { readonly value: unknown; readonly error?: undefined } | { readonly error: string };

const readers = {
  yaml: (text: string): unknown => parseYaml(text, { maxAliasCount: 50 }),
  json: (text: string): unknown => JSON.parse(text),
  // Dates become texts: what expressions see is what JSON can say.
  toml: (text: string): unknown => JSON.parse(JSON.stringify(parseToml(text))),
  ini: parseIni,
};

/** The value that a text holds, or why it holds none, in one line. */
export function parseAs(how: keyof typeof readers, text: string): Parsed {
  try {
    return { value: readers[how](text) };
  } catch (error) {
    return { error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

type Section = Record<string, string | string[]>;

/**
 * Sections of keys, as systemd, git and many daemons write them; keys before the first section stand beside the sections.
 * A line that is neither is a mistake.
 */
function parseIni(text: string): Record<string, string | string[] | Section> {
  const top: Section = {};
  const sections: Record<string, Section> = {};
  let section = top;
  for (const [i, raw] of text
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .entries()) {
    const line = raw.trim();
    if (line === '' || /^[#;]/.test(line)) continue;
    const head = /^\[(.+)\]$/.exec(line);
    if (head !== null) {
      section = sections[head[1] ?? ''] ??= {};
      continue;
    }
    const [, key, value = ''] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (key === undefined) throw new Error(`line ${i + 1} is neither a section nor a key with a value`);
    const before = section[key];
    section[key] = before === undefined ? value : [before, value].flat();
  }
  return { ...top, ...sections };
}
