import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface Source {
  /** From the repository's root, as all paths here. */
  readonly path: string;
  readonly lines: number;
  readonly isTest: boolean;
  /** Files of this repository that it imports. */
  readonly files: readonly string[];
  /** Those of them that are still imported when the types are gone. */
  readonly loads: readonly string[];
  /** Everything else that it imports. */
  readonly packages: readonly string[];
}

const importing = /^(?:import|export)\s[^;'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;
const alias = /^#(contract|domain|ports|app|adapters|http|realtime)\//;

/** All TypeScript files below the folders, with what they import. */
export function readSources(...folders: readonly string[]): Source[] {
  return folders.flatMap((folder) => {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => readSource(relative(root, join(entry.parentPath, entry.name))));
  });
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const imports = [...text.matchAll(importing)].map(([statement, from, bare, late]) => ({
    name: from ?? bare ?? late ?? '',
    isType: /^(import|export) type\s/.test(statement),
  }));
  const ours = imports.filter(({ name }) => isOurs(name));
  return {
    path,
    lines: text.split('\n').length - 1,
    isTest: /\.test\.tsx?$/.test(path),
    files: ours.map(({ name }) => fileOf(path, name)),
    loads: ours.filter(({ isType }) => !isType).map(({ name }) => fileOf(path, name)),
    packages: imports.map(({ name }) => name).filter((name) => !isOurs(name)),
  };
}

const isOurs = (name: string): boolean => name.startsWith('.') || alias.test(name);

function fileOf(from: string, name: string): string {
  const bare = name.replace(/\?.*$/, '');
  return bare.startsWith('#') ? `server/${bare.slice(1)}` : join(dirname(from), bare);
}

export const exists = (path: string): boolean => existsSync(join(root, path));
