/**
 * The lines of an asciicast file, version 2 (https://docs.asciinema.org/manual/asciicast/v2/): a header, then one event a line,
 * its time in seconds since the header's timestamp.
 */
export interface CastStart {
  readonly cols: number;
  readonly rows: number;
  /** Milliseconds since the epoch. The header holds whole seconds; see `castBase`. */
  readonly at: number;
  readonly title: string;
}

/** Output, input, a marker, or a new size. */
export type CastEvent = 'o' | 'i' | 'm' | 'r';

/** Players of others leave out pauses longer than this, in seconds. */
const idleLimit = 2;

/** The first line of a file. Its newline is included, as in every line here. */
export function castHeader({ cols, rows, at, title }: CastStart): string {
  const header = {
    version: 2,
    width: cols,
    height: rows,
    timestamp: Math.floor(at / 1000),
    idle_time_limit: idleLimit,
    title,
    env: { TERM: 'xterm-256color', SHELL: '/bin/bash' },
  };
  return `${JSON.stringify(header)}\n`;
}

/** The moment, in milliseconds since the epoch, that the times of a file count from; undefined when the line is no header. */
export function castBase(headerLine: string): number | undefined {
  try {
    const header = JSON.parse(headerLine) as unknown;
    if (typeof header !== 'object' || header === null || !('timestamp' in header)) return undefined;
    return typeof header.timestamp === 'number' ? header.timestamp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

/** One event. A clock that went back is told as if it had stood still. */
export function castLine(base: number, at: number, event: CastEvent, data: string): string {
  const seconds = Math.max(0, at - base) / 1000;
  return `${JSON.stringify([seconds, event, data])}\n`;
}

/** Text up to and with its last newline: a line that was being written when a process ended is left out. */
export function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}
