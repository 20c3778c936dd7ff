import type { Scene } from './check-module.ts';
import { cannotTell, found, notThere } from './found.ts';
import type { Found } from './found.ts';
import { wholeText } from './whole-text.ts';

/** The text of a small file of a machine, such as a certificate. */
export async function readPem(
  file: { readonly on: string; readonly path: string },
  { observer, lab, signal }: Scene,
): Promise<Found<string>> {
  const answer = await observer.ask(
    lab,
    file.on,
    { kind: 'file', path: file.path, maxBytes: 65_536 },
    signal,
  );
  if (answer.kind === 'unknown') return cannotTell(answer.reason);
  if (!answer.exists) return notThere(`there is no ${file.path} on ${file.on}`);
  const text = wholeText(answer);
  if (text === undefined) return notThere(`${file.path} on ${file.on} is no file that can be read`);
  return found(text);
}
