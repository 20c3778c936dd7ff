import type { Terminal } from '@xterm/xterm';

/** What a terminal shows now, as text: lines that it has broken are whole again, and nothing empty is at the end. */
export function screenText({ buffer: { active }, rows }: Pick<Terminal, 'buffer' | 'rows'>): string {
  let text = '';
  for (let at = active.viewportY; at < active.viewportY + rows; at += 1) {
    const line = active.getLine(at);
    if (line === undefined) break;
    const goesOn = active.getLine(at + 1)?.isWrapped === true;
    if (at > active.viewportY && !line.isWrapped) text += '\n';
    // Blanks at the end of a broken line are part of the text.
    text += line.translateToString(!goesOn);
  }
  return text.trimEnd();
}
