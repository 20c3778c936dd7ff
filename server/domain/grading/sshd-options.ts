/** The options that `sshd -T` prints, by their names in small letters; values of one name are one space apart. */
export function sshdOptions(printed: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const line of printed.split('\n')) {
    const [, name = '', value = ''] = /^(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
    if (name === '') continue;
    const key = name.toLowerCase();
    const before = options.get(key);
    options.set(key, before === undefined ? value : `${before} ${value}`);
  }
  return options;
}
