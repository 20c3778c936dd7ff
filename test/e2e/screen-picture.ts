import type { LabWindow } from './lab-window.ts';

/** All that a terminal shows that is drawn without WebGL. */
export interface ScreenPicture {
  /** Each row in pieces of one look: `{classes; style}text`. */
  readonly rows: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number; readonly look: string };
  /** What the program calls itself, as the head of the terminal says. */
  readonly head: string;
}

/** The picture of a terminal, read from the document. */
export function screenPicture(window: LabWindow): Promise<ScreenPicture> {
  return window.shell().evaluate((shell) => {
    const isOfCursor = (name: string): boolean => name.startsWith('xterm-cursor');
    const look = ({ classList, style }: HTMLElement): string => {
      // How wide the browser draws a letter is no matter of the terminal's.
      style.removeProperty('letter-spacing');
      const classes = [...classList].filter((name) => !isOfCursor(name)).toSorted();
      return [...classes, style.cssText].filter((part) => part !== '').join(' ');
    };
    const rows = [...shell.querySelectorAll('.xterm-rows > div')].map((row) => [
      ...row.querySelectorAll<HTMLElement>(':scope > span'),
    ]);
    const under = shell.querySelector<HTMLElement>('.xterm-cursor');
    const row = rows.findIndex((pieces) => pieces.some((piece) => piece === under));
    const pieces = rows[row] ?? [];
    const ahead = pieces.slice(0, Math.max(0, pieces.indexOf(under as HTMLElement)));
    return {
      rows: rows.map((all) => {
        const drawn: { look: string; text: string }[] = [];
        for (const piece of all) {
          const [text, last] = [piece.textContent ?? '', drawn.at(-1)];
          if (last?.look === look(piece)) last.text += text;
          else drawn.push({ look: look(piece), text });
        }
        return drawn
          .map((piece) => `{${piece.look}}${piece.text}`)
          .join('')
          .trimEnd();
      }),
      cursor: {
        row,
        column: ahead.map(({ textContent }) => textContent).join('').length,
        look: [...(under?.classList ?? [])].filter(isOfCursor).toSorted().join(' '),
      },
      head: shell.firstElementChild?.textContent ?? '',
    };
  });
}

/** What is not the same in two pictures, a line for each; empty when nothing is. */
export function differences(before: ScreenPicture, now: ScreenPicture): string {
  const parts = ({ rows, cursor, head }: ScreenPicture): Record<string, string> => ({
    ...Object.fromEntries(rows.map((row, at) => [`row ${at}`, row])),
    cursor: JSON.stringify(cursor),
    head,
  });
  const [was, is] = [parts(before), parts(now)];
  return Object.keys({ ...was, ...is })
    .filter((part) => was[part] !== is[part])
    .map((part) => `${part} is ${String(is[part])} and was ${String(was[part])}`)
    .join('\n');
}
