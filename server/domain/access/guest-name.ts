const longest = 40;
/** Controls, marks that turn the direction of text, and what has no width: a name must not look like another or like ours. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** More than two marks on one letter climb over the line. */
const stacked = /(\p{M}{2})\p{M}+/gu;

/** The name that a guest typed, as it may be shown; undefined when nothing is left of it. */
export function guestName(typed: string): string | undefined {
  const clean = typed
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(unseen, '')
    .replace(stacked, '$1')
    .trim();
  const letters = Array.from(clean).slice(0, longest).join('').trim();
  return /[\p{L}\p{N}]/u.test(letters) ? letters : undefined;
}

/** The same name with a number, when others are there under it. */
export function freeName(name: string, taken: readonly string[]): string {
  const known = new Set(taken.map((other) => other.toLowerCase()));
  if (!known.has(name.toLowerCase())) return name;
  for (let number = 2; ; number += 1) {
    const next = `${name} ${number}`;
    if (!known.has(next.toLowerCase())) return next;
  }
}
