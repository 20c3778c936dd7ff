/** Printable ASCII, tab, newline and carriage return: what a terminal only writes and scrolls. */
const plain = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d ? 1 : 0,
);
/** Coloured output has short runs: for them, a view of words is more than it saves. */
const shortRun = 128;
/** The highest bit of each byte of a word. */
const highBits = 0x80808080 | 0;

/**
 * Where plain text ends: the first byte from `from` on that is anything but printable ASCII, tab, newline or carriage return;
 * `to` when there is none. All output of all shells passes here, so long runs are looked at four bytes at once.
 */
export function plainTextEnd(data: Uint8Array, from: number, to: number): number {
  let at = from;
  const near = Math.min(to, from + shortRun);
  while (at < near && plain[data[at] as number] === 1) at++;
  return at < near || at === to ? at : longRun(data, at, to);
}

function longRun(data: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (data.byteOffset + at) % 4 !== 0) {
    if (plain[data[at] as number] !== 1) return at;
    at++;
  }
  if (at === to) return at;
  const words = new Int32Array(data.buffer, data.byteOffset + at, (to - at) >> 2);
  for (let n = 0; n < words.length; n++, at += 4) {
    const word = words[n] as number;
    // No byte above 0x7e and none below 0x20: the usual case, since lines are long.
    if (((word | ((word + 0x01010101) | 0) | ((word - 0x20202020) | 0)) & highBits) === 0) continue;
    for (let next = at; next < at + 4; next++) if (plain[data[next] as number] !== 1) return next;
  }
  while (at < to && plain[data[at] as number] === 1) at++;
  return at;
}
