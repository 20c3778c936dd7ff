import { SerializeAddon } from '@xterm/addon-serialize';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import { ScreenModes } from './screen-modes.ts';
import { isSameSize } from './shell-size.ts';

const scrollback = 1000;

/** A terminal without a window: it knows what a browser that had been there all the time would show. */
export class Screen {
  private readonly terminal: headless.Terminal;
  private readonly serializer = new SerializeAddon();
  private readonly modes: ScreenModes;

  constructor(cols: number, rows: number) {
    this.terminal = new headless.Terminal({ cols, rows, scrollback, allowProposedApi: true });
    this.terminal.loadAddon(this.serializer);
    this.terminal.loadAddon(new Unicode11Addon());
    // The page counts the widths of characters by the same version: the cursors would drift apart otherwise.
    this.terminal.unicode.activeVersion = '11';
    this.modes = new ScreenModes(this.terminal);
  }

  /** `drawn` is called when these bytes, and all before them, are on the screen. */
  write(data: Uint8Array | string, drawn?: () => void): void {
    this.terminal.write(data, drawn);
  }

  resize(cols: number, rows: number): void {
    if (isSameSize({ cols, rows }, this.terminal)) return;
    this.terminal.resize(cols, rows);
    this.modes.resized();
  }

  /** Lines that are kept, the visible ones included. */
  get keeps(): number {
    return scrollback + this.terminal.rows;
  }

  /** Each new line at the bottom moves all others up, and the first of them out. */
  get scrollsPlainly(): boolean {
    const { insertMode, originMode, wraparoundMode } = this.terminal.modes;
    const usual = !insertMode && !originMode && wraparoundMode;
    return usual && this.terminal.buffer.active.type === 'normal' && !this.modes.scrollsPartly;
  }

  /** Control sequences that paint the screen as it is now, with so many lines of its scrollback at most: all by default. */
  paint(lines = scrollback): string {
    return this.serializer.serialize({ scrollback: lines }) + this.modes.paint() + this.fullLine();
  }

  /**
   * The cursor's line once more, where the cursor stands behind its last column. No control sequence leads there, only the last
   * character of the line itself, and the serializer does not come back once it has gone on to the rows below.
   */
  private fullLine(): string {
    const { type, baseY, cursorX, cursorY } = this.terminal.buffer.active;
    const { insertMode, originMode } = this.terminal.modes;
    if (cursorX < this.terminal.cols || type !== 'normal' || insertMode || originMode) return '';
    const row = baseY + cursorY;
    const line = this.serializer.serialize({ range: { start: row, end: row }, excludeModes: true });
    return `\u001b[${cursorY + 1};1H\u001b[m${line}`;
  }

  dispose(): void {
    this.terminal.dispose();
  }
}
