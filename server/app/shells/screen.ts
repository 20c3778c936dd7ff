import { SerializeAddon } from '@xterm/addon-serialize';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

const scrollback = 1000;

/** A terminal without a window: it knows what a browser that had been there all the time would show. */
export class Screen {
  private readonly terminal: headless.Terminal;
  private readonly serializer = new SerializeAddon();

  constructor(cols: number, rows: number) {
    this.terminal = new headless.Terminal({ cols, rows, scrollback, allowProposedApi: true });
    this.terminal.loadAddon(this.serializer);
    this.terminal.loadAddon(new Unicode11Addon());
    // The page counts the widths of characters by the same version: the cursors would drift apart otherwise.
    this.terminal.unicode.activeVersion = '11';
  }

  /** `drawn` is called when these bytes, and all before them, are on the screen. */
  write(data: Uint8Array, drawn: () => void): void {
    this.terminal.write(data, drawn);
  }

  resize(cols: number, rows: number): void {
    if (cols !== this.terminal.cols || rows !== this.terminal.rows) this.terminal.resize(cols, rows);
  }

  /** Control sequences that paint the screen as it is now, its scrollback included. */
  paint(): string {
    return this.serializer.serialize({ scrollback });
  }

  dispose(): void {
    this.terminal.dispose();
  }
}
