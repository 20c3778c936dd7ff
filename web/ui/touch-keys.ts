/** The Ctrl of a key bar, which waits for the key after it. */
export interface HeldCtrl {
  readonly ctrlHeld: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
}

/** What Ctrl makes of a character that was typed without it; undefined where it makes nothing. */
export function withCtrl(char: string): string | undefined {
  if (char === ' ') return '\u0000';
  const code = char.toUpperCase().charCodeAt(0);
  return char.length === 1 && code >= 0x40 && code <= 0x5f ? String.fromCharCode(code - 0x40) : undefined;
}

/** A key of the key bar as the program wants it: arrows, Home and End are others in the mode of full-screen programs. */
export function asWanted(sequence: string, applicationCursorKeys: boolean): string {
  const isCursor = sequence.startsWith('\u001b[') && /^[ABCDHF]$/.test(sequence.slice(2));
  return isCursor && applicationCursorKeys ? `\u001bO${sequence.slice(2)}` : sequence;
}
