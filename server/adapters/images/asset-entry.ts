import { readFile } from 'node:fs/promises';
import type { Entry } from './tar-pack.ts';

/** A script of this folder, to be put below /build. */
export const assetEntry = async (name: string): Promise<Entry> => ({
  kind: 'text',
  path: name,
  mode: 0o755,
  text: await readFile(new URL(name, import.meta.url), 'utf8'),
});
