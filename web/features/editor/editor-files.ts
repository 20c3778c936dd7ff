/** Which files are open with changes that are not saved: asked before their panes are closed. */
export class UnsavedFiles {
  readonly #subjects = new Set<string>();

  mark(subject: string, unsaved: boolean): void {
    if (unsaved) this.#subjects.add(subject);
    else this.#subjects.delete(subject);
  }

  has(subject: string): boolean {
    return this.#subjects.has(subject);
  }

  get any(): boolean {
    return this.#subjects.size > 0;
  }
}

/** What an editor pane is about: a file of the machine that a terminal is on; without a path, one that is to be chosen. */
export interface EditorSubject {
  readonly terminal: string;
  readonly path: string;
}

export const subjectText = ({ terminal, path }: EditorSubject): string => `${terminal}:${path}`;

export function readSubject(text: string): EditorSubject {
  const at = text.indexOf(':');
  return at === -1 ? { terminal: text, path: '' } : { terminal: text.slice(0, at), path: text.slice(at + 1) };
}

/** What a tab says. */
export function subjectTitle(text: string): string {
  const { terminal, path } = readSubject(text);
  return path === '' ? `Editor on ${terminal}` : (path.split('/').at(-1) ?? path);
}
