/** The most that a program may put on the clipboard at once, in bytes. */
export const clipboardLimit = 256 * 1024;

/**
 * The text of an OSC 52 sequence (`Pc;Pd`, see XTerm Control Sequences, "Manipulate Selection Data"): what a program wants on the
 * clipboard. Undefined for everything else, above all for `?`, which asks to read it: no program in a lab is answered that.
 */
export function clipboardText(data: string): string | undefined {
  const [target, encoded, ...more] = data.split(';');
  if (target === undefined || encoded === undefined || more.length > 0) return undefined;
  if (!/^[cpqs0-7]*$/.test(target) || encoded.length > (clipboardLimit * 4) / 3 + 4) return undefined;
  if (encoded === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text === '' ? undefined : text;
  } catch {
    return undefined; // Neither base64 nor UTF-8: nothing that a learner could want to paste.
  }
}
