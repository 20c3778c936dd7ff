interface Piece {
  /** Where it begins, in time as it was and in time as it is played. */
  readonly real: number;
  readonly play: number;
  readonly realLength: number;
  readonly playLength: number;
}

/**
 * Maps the time in which something happened to the time in which it is played: pauses longer than a limit are shortened to it.
 * Both in milliseconds; played time begins at 0 with the first moment.
 */
export class TimeAxis {
  readonly start: number;
  readonly end: number;
  /** How long everything takes to play at the usual speed. */
  readonly length: number;
  private readonly pieces: readonly Piece[];

  /** `times` in any order. Without a limit every pause stays as it was. */
  constructor(times: readonly number[], longestPause = Number.POSITIVE_INFINITY) {
    const sorted = [...times].sort((a, b) => a - b);
    this.start = sorted[0] ?? 0;
    this.end = sorted.at(-1) ?? 0;
    this.pieces = cut(sorted, longestPause);
    const last = this.pieces.at(-1);
    this.length = last === undefined ? 0 : last.play + last.playLength;
  }

  toPlay(real: number): number {
    const piece = this.last((other) => other.real <= real);
    if (piece === undefined) return 0;
    const share = piece.realLength === 0 ? 0 : Math.min(1, (real - piece.real) / piece.realLength);
    return piece.play + share * piece.playLength;
  }

  toReal(play: number): number {
    const piece = this.last((other) => other.play <= play);
    if (piece === undefined) return this.start;
    const share = piece.playLength === 0 ? 0 : Math.min(1, (play - piece.play) / piece.playLength);
    return piece.real + share * piece.realLength;
  }

  private last(holds: (piece: Piece) => boolean): Piece | undefined {
    let [low, high] = [0, this.pieces.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const piece = this.pieces[middle];
      if (piece !== undefined && holds(piece)) low = middle + 1;
      else high = middle;
    }
    return this.pieces[low - 1];
  }
}

/** Stretches between two pauses are one piece, each long pause is another. */
function cut(sorted: readonly number[], longestPause: number): Piece[] {
  const pieces: Piece[] = [];
  let play = 0;
  const add = (real: number, realLength: number, playLength: number): void => {
    if (realLength === 0 && pieces.length > 0) return;
    pieces.push({ real, play, realLength, playLength });
    play += playLength;
  };
  let from = sorted[0];
  if (from === undefined) return [];
  let before = from;
  for (const at of sorted) {
    if (at - before > longestPause) {
      add(from, before - from, before - from);
      add(before, at - before, longestPause);
      from = at;
    }
    before = at;
  }
  add(from, before - from, before - from);
  return pieces;
}
