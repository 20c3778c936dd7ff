/** From how much on a paste is asked about, where each line would run at once; and where the shell takes it as one text. */
const many = { lines: 5, bracketedCharacters: 50_000 };

export interface LargePaste {
  readonly lines: number;
  readonly characters: number;
}

/**
 * Text as it may be pasted: without the control characters that would act as keys. A page that somebody copies from could
 * otherwise end a bracketed paste in its middle and press Enter.
 */
export function cleanPaste(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what must go
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');
}

/** How large a paste is, if it is worth a question. `bracketed`: the program takes it as one text and runs nothing of it. */
export function largePaste(text: string, bracketed: boolean): LargePaste | undefined {
  const lines = text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/).length;
  const large = bracketed ? text.length >= many.bracketedCharacters : lines >= many.lines;
  return large ? { lines, characters: text.length } : undefined;
}
