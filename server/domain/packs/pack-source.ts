/** A pack that git fetches: `ref` is a branch, a tag or a commit; without one, what the repository shows first. */
export interface GitSource {
  readonly kind: 'git';
  readonly url: string;
  readonly ref: string | undefined;
}

/** Where a pack comes from. */
export type PackSource = { readonly kind: 'folder'; readonly folder: string } | GitSource;

const schemes = new Set(['https:', 'ssh:', 'file:']);
// No option, no refspec, no way up: it becomes one argument of git.
const refs = /^(?!.*\.\.)(?!.*\/\/)[A-Za-z0-9][\w./-]{0,199}$/;

/** Reads one entry of the setting: an absolute folder, or a git URL with an optional `#ref`. Gives the fault in words otherwise. */
export function parsePackSource(text: string): PackSource | string {
  if (text.startsWith('/')) return folderSource(text);
  const [address = '', ref, ...more] = text.split('#');
  if (more.length > 0 || (ref !== undefined && !refs.test(ref)))
    return `${text}: name a branch, tag or commit after #`;
  const url = URL.parse(address);
  if (url === null) return `${text}: write an absolute folder or a git URL`;
  if (!schemes.has(url.protocol)) return `${text}: packs come over https, ssh or from a file URL`;
  if (url.password !== '' || (url.protocol === 'https:' && url.username !== '')) {
    return `${url.host}: leave name and password out of the URL`;
  }
  if (/[\s\0]/.test(address) || url.hostname.startsWith('-') || url.username.startsWith('-')) {
    return `${text}: this is no address of a repository`;
  }
  return { kind: 'git', url: address, ref };
}

/** How a source is called in lists and faults: as it was configured. */
export function sourceName(source: PackSource): string {
  if (source.kind === 'folder') return source.folder;
  return source.ref === undefined ? source.url : `${source.url}#${source.ref}`;
}

function folderSource(folder: string): PackSource | string {
  return folder.includes(':') ? `${folder}: separate packs with commas` : { kind: 'folder', folder };
}
