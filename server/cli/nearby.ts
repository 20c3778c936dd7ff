import { relative } from 'node:path';

/** A path as short as it can be written from here. */
export function nearby(file: string): string {
  const way = relative(process.cwd(), file);
  return way.startsWith('..') ? file : way;
}
