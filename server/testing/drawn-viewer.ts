import headless from '@xterm/headless';
import type { Viewer } from '#app/shells/viewer.ts';
import type { ShellSize } from '#app/shells/shell-size.ts';
import type { ShellOpened } from '#contract/events.ts';

/** A browser in small: it repaints, draws in order, notices gaps and doubles, and shows its lines. */
export class DrawnViewer implements Viewer {
  gone = false;
  readonly seqs: number[] = [];
  readonly exits: (number | null)[] = [];
  /** Those that somebody else gave the shell. */
  readonly sizes: string[] = [];
  bytes = 0;
  openedAt: ShellOpened | undefined;
  private readonly terminal: headless.Terminal;

  constructor(cols = 80, rows = 24) {
    this.terminal = new headless.Terminal({ cols, rows, scrollback: 10_000, allowProposedApi: true });
  }

  readonly opened = (shell: ShellOpened): void => {
    this.openedAt = shell;
    this.seqs.push(shell.seq);
    this.terminal.reset();
    this.terminal.write(shell.screen);
  };

  output(_shell: string, seq: number, data: Uint8Array): void {
    this.seqs.push(seq);
    this.bytes += data.byteLength;
    this.terminal.write(data);
  }

  resized(_shell: string, { cols, rows }: ShellSize): void {
    this.sizes.push(`${cols}x${rows}`);
    this.terminal.resize(cols, rows);
  }

  exited(_shell: string, exitCode: number | null): void {
    this.exits.push(exitCode);
  }

  /** Every line that is or was on the screen, without the empty ones at the end. */
  async lines(): Promise<string[]> {
    await new Promise<void>((done) => this.terminal.write('', done));
    const buffer = this.terminal.buffer.active;
    const lines = Array.from({ length: buffer.length }, (_, row) =>
      buffer.getLine(row)?.translateToString(true),
    );
    return lines.join('\n').trimEnd().split('\n');
  }

  /** Does every number follow the one before? */
  inOrder(): boolean {
    return this.seqs.every((seq, at) => at === 0 || seq === (this.seqs[at - 1] ?? 0) + 1);
  }
}
