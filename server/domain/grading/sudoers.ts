import type { Account } from './accounts.ts';

type Aliases = ReadonlyMap<string, readonly string[]>;

/**
 * What the lines of sudoers allow a user on any host, one line for each command: `(root) NOPASSWD: /usr/bin/less`. Aliases of
 * users and commands are replaced by what they stand for; lines that cannot be read are left out, as sudo does.
 */
export function sudoRules(text: string, user: Account): string[] {
  const all = statements(text);
  const users = aliases(all, 'User_Alias');
  const commands = new Map([...aliases(all, 'Cmnd_Alias'), ...aliases(all, 'Cmd_Alias')]);
  return all
    .filter((line) => !/^(Defaults|(User|Runas|Host|Cmnd|Cmd)_Alias\b)/.test(line))
    .flatMap((line) => rulesOf(line, user, users, commands));
}

/** Files that a text of sudoers takes in, in their places. */
export type Include = { readonly kind: 'file' | 'folder'; readonly path: string };

/** The file or folder that a line takes in, if it does; `from` is the file that it stands in. */
export function includeOf(line: string, from: string): Include | undefined {
  const found = /^\s*[@#]include(dir)?\s+"?([^"\s]+)"?\s*$/.exec(line);
  if (found === null) return undefined;
  const [, folder, path = ''] = found;
  const whole = path.startsWith('/') ? path : `${from.slice(0, from.lastIndexOf('/'))}/${path}`;
  return { kind: folder === undefined ? 'file' : 'folder', path: whole };
}

function statements(text: string): string[] {
  return text
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .map((line) =>
      line
        // A number behind the sign names a user, not a comment.
        .replace(/(^|[^\\])#(?!\d).*$/, '$1')
        .replaceAll(/\s*,\s*/g, ',')
        .replaceAll(/\s*=\s*/g, '=')
        .replaceAll(/!\s+/g, '!')
        .trim(),
    )
    .filter((line) => line !== '');
}

function aliases(lines: readonly string[], word: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of lines) {
    if (!line.startsWith(`${word} `)) continue;
    for (const part of line.slice(word.length).split(/\s+:\s+/)) {
      const [name = '', members = ''] = part.trim().split(/=(.*)/s);
      found.set(name, members.split(','));
    }
  }
  return found;
}

function rulesOf(line: string, user: Account, users: Aliases, commands: Aliases): string[] {
  const [who = '', ...rest] = line.split(/\s+/);
  if (!names(who.split(','), user, users)) return [];
  // Several hosts may follow, each with its commands; the colon between them stands alone outside of parentheses.
  return rest
    .join(' ')
    .split(/ : (?![^(]*\))/)
    .flatMap((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [] : allowed(part.slice(at + 1), commands);
    });
}

/** The last entry that fits counts. */
function names(list: readonly string[], user: Account, users: Aliases): boolean {
  let is = false;
  for (const entry of list) {
    const name = entry.replace(/^!/, '');
    const members = users.get(name);
    const fits =
      members === undefined
        ? ['ALL', user.name, `#${user.uid}`, ...user.groups.map((group) => `%${group}`)].includes(name)
        : names(members, user, users);
    if (fits) is = !entry.startsWith('!');
  }
  return is;
}

/** Whom to run as and the tags hold on for the commands that follow. */
function allowed(list: string, commands: Aliases): string[] {
  let as = '(root)';
  let tags = '';
  return list.split(/,(?![^(]*\))/).flatMap((entry) => {
    const [, who, given = '', command = ''] = /^\s*(\([^)]*\))?\s*((?:[A-Z_]+:\s*)*)(.*)$/s.exec(entry) ?? [];
    if (who !== undefined) as = who.replaceAll(/\s*:\s*/g, ' : ');
    const named = given.split(/:\s*/).filter((tag) => tag !== '');
    if (named.length > 0) tags = named.map((tag) => `${tag}: `).join('');
    const not = command.startsWith('!') ? '!' : '';
    const plain = command.slice(not.length).trim();
    return (commands.get(plain) ?? [plain]).map((each) => `${as} ${tags}${not}${each}`);
  });
}
