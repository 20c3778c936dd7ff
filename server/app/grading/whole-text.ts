import { createHash } from 'node:crypto';

/** What an observer tells of a file. */
interface Read {
  readonly content?: string | undefined;
  readonly sha256?: string | undefined;
}

/**
 * The text of a file, when it is all of it. An observer gives the beginning of a large file and the sum of the whole: what stands
 * behind the beginning may say the opposite. Also undefined for what is no text.
 */
export function wholeText(file: Read): string | undefined {
  const { content, sha256 } = file;
  if (content === undefined || sha256 === undefined) return content;
  return createHash('sha256').update(content).digest('hex') === sha256 ? content : undefined;
}

/** The same of a file of settings, of which one that is not there says nothing. */
export function textOf(
  file: Read & { readonly exists: boolean; readonly type?: string | undefined },
): string | undefined {
  return file.exists && file.type === 'file' ? wholeText(file) : '';
}
