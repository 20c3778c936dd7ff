export interface ScreenSize {
  readonly cols: number;
  readonly rows: number;
}

/** Where the bytes of a shell are drawn. */
export interface ShellScreen {
  size(): ScreenSize;
  /** The shell has this size now, since somebody works in another window. */
  follow(size: ScreenSize): void;
  /** Clears everything and draws the screen as the server knows it, which has this size. */
  repaint(screen: string, size: ScreenSize): void;
  write(data: Uint8Array, drawn: () => void): void;
}

export const isSameSize = (a: ScreenSize, b: ScreenSize | undefined): boolean =>
  a.cols === b?.cols && a.rows === b.rows;
