/** A line of kind as the log of a lab shows it: without its pictures, which many machines have no letters for. */
export const plainLine = (line: string): string =>
  line
    .replaceAll(/[\p{Extended_Pictographic}\u{FE0F}\u{200D}]/gu, '')
    .replaceAll(/ {2,}/g, ' ')
    .replace(/^[•✓✗]\s*/, '')
    .trim();
