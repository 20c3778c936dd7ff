/** The flags of a running process: `--a=b`, `--a b` and `--a` (which is `true`). Of several the last one wins. */
export function flagsOf(argv: readonly string[]): Readonly<Record<string, string>> {
  const flags: Record<string, string> = {};
  argv.slice(1).forEach((word, i, rest) => {
    if (!/^-{1,2}[A-Za-z]/.test(word)) return;
    const cut = word.indexOf('=');
    if (cut > 0) flags[word.slice(0, cut)] = word.slice(cut + 1);
    else flags[word] = valueAfter(rest[i + 1]);
  });
  return flags;
}

function valueAfter(next: string | undefined): string {
  return next === undefined || next.startsWith('-') ? 'true' : next;
}
