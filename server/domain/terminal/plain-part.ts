import { plainTextEnd } from './plain-text.ts';

const esc = 0x1b;
const newline = 0x0a;
/** More colours than that are not worth carrying. */
const mostStyle = 2048;

export interface PlainPart {
  /** Bytes that can be left out. */
  readonly length: number;
  /** Colours and the like that were set in them, to be set again before what follows. */
  readonly style: Uint8Array;
}

/**
 * How much of the beginning of this output leaves no trace on an ordinary screen that keeps `lines` lines, because at least so
 * many lines follow: whole lines of text and colours, nothing else. Undefined when that is nothing, or when anything in it could
 * do more than that. Only right where output begins outside of any sequence.
 */
export function plainPart(data: Uint8Array, lines: number): PlainPart | undefined {
  const end = cutBefore(data, lines);
  if (end === 0) return undefined;
  // Where each of them begins and ends: a listing of files has one for every name.
  const styles: number[] = [];
  let [count, bytes] = [0, 0];
  for (let at = plainTextEnd(data, 0, end); at < end; at = plainTextEnd(data, at + 1, end)) {
    const byte = data[at] as number;
    if (byte >= 0xc3) continue;
    // The second to fourth byte of a character. After 0xc2, which is not let through, it could be a control.
    if (byte >= 0x80 && byte < 0xc0) continue;
    const stop = byte === esc ? styleEnd(data, at, end) : undefined;
    if (stop === undefined) return undefined;
    if (isReset(data, at, stop)) count = bytes = 0;
    styles[count++] = at;
    styles[count++] = stop;
    bytes += stop - at;
    if (bytes > mostStyle) return undefined;
    at = stop - 1;
  }
  return { length: end, style: gathered(data, styles.slice(0, count), bytes) };
}

function gathered(data: Uint8Array, places: readonly number[], bytes: number): Uint8Array {
  const all = new Uint8Array(bytes);
  let used = 0;
  for (let at = 0; at < places.length; at += 2) {
    const piece = data.subarray(places[at], places[at + 1]);
    all.set(piece, used);
    used += piece.length;
  }
  return all;
}

/** The end of the last line before the newest `lines` lines, where the cursor stands at the left. */
function cutBefore(data: Uint8Array, lines: number): number {
  let left = lines;
  for (let at = data.lastIndexOf(newline); at > 0; at = data.lastIndexOf(newline, at - 1)) {
    if (left <= 0 && data[at - 1] === 0x0d) return at + 1;
    left -= 1;
  }
  return 0;
}

/** Where a sequence that only sets colours ends. */
function styleEnd(data: Uint8Array, from: number, limit: number): number | undefined {
  if (data[from + 1] !== 0x5b) return undefined;
  for (let at = from + 2; at < limit; at++) {
    const byte = data[at] as number;
    if (byte === 0x6d) return at + 1;
    const parameter = (byte >= 0x30 && byte <= 0x39) || byte === 0x3a || byte === 0x3b;
    if (!parameter) return undefined;
  }
  return undefined;
}

const isReset = (data: Uint8Array, from: number, to: number): boolean =>
  to - from === 3 || (to - from === 4 && data[from + 2] === 0x30);
