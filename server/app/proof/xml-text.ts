const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * A text as XML holds it, also in double quotes. XML 1.0 has no way to write most control characters: what becomes of them is for
 * the caller to say.
 */
export const xmlText = (text: string): string => text.replaceAll(/[&<>"]/g, (c) => entities[c] ?? c);
