/** The texts of a machine's databases of accounts. */
export interface AccountFiles {
  readonly passwd: string;
  readonly group: string;
  readonly shadow: string;
}

/** A user of a machine. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly shell: string;
  /** Names of the first group and of the further ones. */
  readonly groups: readonly string[];
  /** The day on which the account ends, counted from 1970; undefined when it never does. */
  readonly expiresOn: number | undefined;
}

/** A user as the files of a machine know him, or undefined. */
export function accountOf(name: string, { passwd, group, shadow }: AccountFiles): Account | undefined {
  const entry = records(passwd).find(([who]) => who === name);
  if (entry === undefined) return undefined;
  const [, , uid = '', gid = '', , , shell = ''] = entry;
  const groups = records(group).flatMap(([called = '', , id, members = '']) =>
    id === gid || members.split(',').includes(name) ? [called] : [],
  );
  const expires = records(shadow).find(([who]) => who === name)?.[7] ?? '';
  return {
    name,
    uid: Number(uid),
    // An empty field means the plain shell.
    shell: shell === '' ? '/bin/sh' : shell,
    groups,
    expiresOn: expires === '' ? undefined : Number(expires),
  };
}

/** Does the account let its user in on the given day? */
export function canLogIn({ shell, expiresOn }: Account, day: number): boolean {
  return !/\/(nologin|false)$/.test(shell) && (expiresOn === undefined || day < expiresOn);
}

function records(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(':'));
}
