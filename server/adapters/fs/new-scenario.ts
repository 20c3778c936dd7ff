import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import type { Domain } from '#contract/scenario/scenario.ts';
import { writeNewFolder } from './new-folder.ts';

/** What an author decides before the first line is written. */
export interface NewScenario {
  readonly id: string;
  readonly title: string;
  readonly domain: Domain;
  readonly competency: string;
  readonly kind: 'cluster' | 'host';
  readonly minutes: number;
}

interface Places {
  /** Holds one folder for each kind of environment, each a whole scenario with `{{new.name}}` where the author decides. */
  readonly templates: string;
  /** The folder of scenarios that gets one more. */
  readonly pack: string;
  /** The JSON Schema that editors read. */
  readonly schema: string;
}

/**
 * Writes the folder of a new scenario, an example that runs, and gives the paths of its files. Never overwrites: what exists
 * stays as it is.
 * @throws Fault `request.invalid` when the folder exists.
 */
export async function writeNewScenario(wanted: NewScenario, places: Places): Promise<string[]> {
  const template = join(places.templates, wanted.kind);
  const folder = join(places.pack, wanted.domain, wanted.id);
  const values = { ...wanted, minutes: String(wanted.minutes), schema: relative(folder, places.schema) };
  const texts = new Map<string, string>();
  for (const file of await filesOf(template)) {
    texts.set(file, fillIn(await readFile(join(template, file), 'utf8'), values, file));
  }
  return writeNewFolder(folder, texts);
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

function fillIn(text: string, values: Readonly<Record<string, string>>, file: string): string {
  return text.replaceAll(/\{\{new\.(\w+)\}\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the template ${file} asks for ${whole}`);
    // A title may hold a colon or a quote, which mean something in YAML.
    return name === 'title' && file.endsWith('.yaml') ? stringify(value, { lineWidth: 0 }).trimEnd() : value;
  });
}
