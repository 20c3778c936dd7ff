/** A file of one of modprobe's folders. */
export interface ModprobeFile {
  readonly path: string;
  readonly content: string;
}

/** The folders that modprobe reads; a file in an earlier one hides those of the same name in later ones. */
export const modprobeFolders = [
  '/etc/modprobe.d',
  '/run/modprobe.d',
  '/usr/local/lib/modprobe.d',
  '/usr/lib/modprobe.d',
] as const;

/**
 * What modprobe runs instead of loading a module, or undefined when it would load it. As modprobe does: files in the order of
 * their names, the first line that fits counts, and `-` and `_` are the same. A `blacklist` line only keeps aliases from
 * loading it, so it is no such line.
 */
export function installCommand(files: readonly ModprobeFile[], module: string): string | undefined {
  const named = plain(module);
  for (const line of visible(files).flatMap(({ content }) => lines(content))) {
    const [word, pattern = '', ...command] = line.split(/\s+/);
    if (word === 'install' && shellPattern(plain(pattern)).test(named)) return command.join(' ');
  }
  return undefined;
}

/** Does the command load nothing, whatever it is asked for? */
export function loadsNothing(command: string): boolean {
  return /^(\/usr)?(\/bin\/)?(true|false)(\s+#.*)?$/.test(command);
}

const plain = (name: string): string => name.replaceAll('-', '_');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function visible(files: readonly ModprobeFile[]): ModprobeFile[] {
  const byName = new Map<string, ModprobeFile>();
  for (const file of files) {
    const name = nameOf(file.path);
    if (name.endsWith('.conf') && !byName.has(name)) byName.set(name, file);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
}

function lines(content: string): string[] {
  return content
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The patterns of fnmatch that module names can hold. */
function shellPattern(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  try {
    return new RegExp(`^${source}$`);
  } catch {
    // A bracket that never closes stands for itself, and in no module's name.
    return /^(?!)/;
  }
}
