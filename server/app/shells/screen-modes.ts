import type headless from '@xterm/headless';

/** Modes of the mouse's encoding: the last that was set is in force. */
const encodings = new Set([1005, 1006, 1015, 1016]);
const cursorShown = 25;

type Params = readonly (number | number[])[];

/** What a program has set on its terminal and xterm's serializer leaves out. */
export class ScreenModes {
  private readonly terminal: headless.Terminal;
  private title = '';
  private hidden = false;
  private encoding: number | undefined;
  private cursorStyle: number | undefined;
  private region: { readonly top: number; readonly bottom: number } | undefined;

  constructor(terminal: headless.Terminal) {
    this.terminal = terminal;
    const { parser } = terminal;
    terminal.onTitleChange((title) => (this.title = title));
    // False each time: the terminal itself carries them out as well.
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => this.set(params, true));
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, (params) => this.set(params, false));
    parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, (params) => this.style(params));
    parser.registerCsiHandler({ final: 'r' }, (params) => this.scroll(params));
    parser.registerCsiHandler({ intermediates: '!', final: 'p' }, () => this.reset());
    parser.registerEscHandler({ final: 'c' }, () => this.reset());
  }

  /** A terminal that changes its size scrolls as a whole again. */
  resized(): void {
    this.region = undefined;
  }

  get scrollsPartly(): boolean {
    return this.region !== undefined;
  }

  /** Control sequences that set all of it, after the screen was painted. */
  paint(): string {
    const { cursorX, cursorY } = this.terminal.buffer.active;
    const origin = this.terminal.modes.originMode;
    const { region } = this;
    let text = '';
    // Setting one of them moves the cursor, which is put back: counted from the region where that is the origin.
    if (region !== undefined) text += `\u001b[?6l\u001b[${region.top};${region.bottom}r`;
    if (region !== undefined && origin) text += '\u001b[?6h';
    if (region !== undefined || origin || this.cursorWentBack()) {
      const row = cursorY + 1 - (origin ? (region?.top ?? 1) - 1 : 0);
      text += `\u001b[${row};${cursorX + 1}H`;
    }
    if (this.encoding !== undefined) text += `\u001b[?${this.encoding}h`;
    if (this.cursorStyle !== undefined) text += `\u001b[${this.cursorStyle} q`;
    if (this.hidden) text += '\u001b[?25l';
    if (this.title !== '') text += `\u001b]2;${printable(this.title)}\u0007`;
    return text;
  }

  /** The serializer counts its way back from the end of the last line, and miscounts by one where that is behind the last column. */
  private cursorWentBack(): boolean {
    const { cols, rows, buffer } = this.terminal;
    const { active } = buffer;
    if (active.cursorX === 0 || active.cursorX >= cols) return false;
    for (let row = active.cursorY; row < rows; row++) {
      const last = active.getLine(active.baseY + row)?.getCell(cols - 1);
      if (last !== undefined && (last.getChars() !== '' || last.getWidth() === 0)) return true;
    }
    return false;
  }

  private set(params: Params, on: boolean): boolean {
    for (const mode of params) {
      if (mode === cursorShown) this.hidden = !on;
      if (typeof mode === 'number' && encodings.has(mode)) this.encoding = on ? mode : undefined;
    }
    return false;
  }

  private style([style = 0]: Params): boolean {
    if (typeof style === 'number') this.cursorStyle = style;
    return false;
  }

  private scroll([top = 0, bottom = 0]: Params): boolean {
    if (typeof top !== 'number' || typeof bottom !== 'number') return false;
    const { rows } = this.terminal;
    const to = bottom === 0 || bottom > rows ? rows : bottom;
    const from = Math.max(1, top);
    if (to > from) this.region = from === 1 && to === rows ? undefined : { top: from, bottom: to };
    return false;
  }

  private reset(): boolean {
    this.hidden = false;
    this.encoding = undefined;
    this.cursorStyle = undefined;
    this.region = undefined;
    return false;
  }
}

/** A title is what a program in the lab says: no control character of it gets out of its sequence. */
const printable = (title: string): string =>
  Array.from(title)
    .filter((character) => character >= ' ' && !(character >= '\u007f' && character <= '\u009f'))
    .join('')
    .slice(0, 1000);
