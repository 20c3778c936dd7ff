import type { ShellFolder } from '#contract/files.ts';

/** Where files would go, in words that follow "put the files". */
export const intoWords = ({ shown, is }: ShellFolder): string =>
  is === 'current' ? `into ${shown}` : 'into the home (its folder is not known)';
