import { createHash } from 'node:crypto';

/** Is the content the file's whole text? What was cut off, or is no text, has another sum. */
export function isWhole(file: {
  readonly content?: string | undefined;
  readonly sha256?: string | undefined;
}): boolean {
  const { content, sha256 } = file;
  if (content === undefined || sha256 === undefined) return content !== undefined;
  return createHash('sha256').update(content).digest('hex') === sha256;
}
