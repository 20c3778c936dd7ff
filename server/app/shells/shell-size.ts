/** Of a shell's screen, in characters. */
export interface ShellSize {
  readonly cols: number;
  readonly rows: number;
}

export const isSameSize = (a: ShellSize, b: ShellSize): boolean => a.cols === b.cols && a.rows === b.rows;
