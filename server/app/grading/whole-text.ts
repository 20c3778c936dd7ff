import { createHash } from 'node:crypto';

/**
 * The text of a file, when it is all of it. An observer gives the beginning of a large file and the sum of the whole: what stands
 * behind the beginning may say the opposite. Also undefined for what is no text.
 */
export function wholeText(file: {
  readonly content?: string | undefined;
  readonly sha256?: string | undefined;
}): string | undefined {
  const { content, sha256 } = file;
  if (content === undefined || sha256 === undefined) return content;
  return createHash('sha256').update(content).digest('hex') === sha256 ? content : undefined;
}
