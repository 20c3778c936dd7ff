import { includeOf } from '#domain/grading/sudoers.ts';
import type { Scene } from './check-module.ts';
import { cannotTell, found } from './found.ts';
import type { Found } from './found.ts';
import { textOf } from './whole-text.ts';

const maxBytes = 256 * 1024;
const maxEntries = 200;
/** Where sudo itself gives up. */
const deepest = 128;

/** The text of sudoers with everything that it takes in. Empty on a machine that has none. */
export function readSudoers(scene: Scene, on: string): Promise<Found<string>> {
  return withIncludes(scene, on, '/etc/sudoers', { left: deepest });
}

async function withIncludes(
  scene: Scene,
  on: string,
  path: string,
  budget: { left: number },
): Promise<Found<string>> {
  if (--budget.left < 0) return cannotTell('sudoers takes in too many files');
  const { observer, lab, signal } = scene;
  const file = await observer.ask(lab, on, { kind: 'file', path, maxBytes }, signal);
  if (file.kind === 'unknown') return cannotTell(file.reason);
  const own = textOf(file);
  if (own === undefined) return cannotTell(`${path} is too large or is no text`);
  const parts: string[] = [];
  for (const line of own.split('\n')) {
    const include = includeOf(line, path);
    if (include === undefined) {
      parts.push(line);
      continue;
    }
    const names = include.kind === 'file' ? found([include.path]) : await filesOf(scene, on, include.path);
    if (names.kind !== 'found') return names;
    for (const name of names.value) {
      const text = await withIncludes(scene, on, name, budget);
      if (text.kind !== 'found') return text;
      parts.push(text.value);
    }
  }
  return found(parts.join('\n'));
}

/** sudo leaves out names with a dot and those that end in a tilde. */
async function filesOf(
  { observer, lab, signal }: Scene,
  on: string,
  folder: string,
): Promise<Found<string[]>> {
  const answer = await observer.ask(lab, on, { kind: 'tree', path: folder, maxEntries, maxBytes: 0 }, signal);
  if (answer.kind === 'unknown') return cannotTell(answer.reason);
  const names = answer.entries
    .filter(({ type }) => type === 'file' || type === 'link')
    .map(({ path }) => path)
    .filter((path) => !/[.~/]/.test(path.slice(folder.length + 1)));
  return found(names);
}
