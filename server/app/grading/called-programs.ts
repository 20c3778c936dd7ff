/**
 * Where programs are looked for that are named without their folder: what came with the image stands before what somebody may have
 * added. The links /bin and /sbin are not among them, since a folder may be put in the place of a link.
 */
export const searchFolders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin'];
export const searchPath = searchFolders.join(':');

/** Programs that run others, which they are told in their arguments or their input. */
const runners = new Set(
  'sh bash dash env timeout xargs sudo su runuser setpriv nice ionice setsid stdbuf chroot unshare nsenter flock find watch time'.split(
    ' ',
  ),
);

/** What of a command may be the name of a program that it calls. */
export interface Called {
  /** Looked for in the folders of programs. */
  readonly names: ReadonlySet<string>;
  /** Whole paths. */
  readonly paths: ReadonlySet<string>;
}

/**
 * The programs that a command may call. Of a shell and of others that run programs it is every word that they are given: which of
 * them are calls only the shell itself could tell. What a program calls by itself is not among them, nor a name that is put together
 * while it runs.
 */
export function calledBy(argv: readonly string[], stdin = ''): Called {
  const [program = '', ...args] = argv;
  const own = program.startsWith('/') ? [] : [program];
  if (!runners.has(program.slice(program.lastIndexOf('/') + 1)))
    return { names: new Set(own), paths: new Set() };
  const text = [...args, stdin].join('\n');
  return {
    names: new Set([...own, ...(text.match(/[\w.+-]+/g) ?? [])]),
    paths: new Set(text.match(/(?:\/[\w.+-]+)+/g) ?? []),
  };
}
