import type { Log } from '#ports/log.ts';

/** Keeps what was logged, for tests that ask; prints nothing. */
export class QuietLog implements Log {
  readonly entries: { level: string; fields: Readonly<Record<string, unknown>>; text: string }[] = [];

  info(fields: Readonly<Record<string, unknown>>, text: string): void {
    this.entries.push({ level: 'info', fields, text });
  }

  warn(fields: Readonly<Record<string, unknown>>, text: string): void {
    this.entries.push({ level: 'warn', fields, text });
  }

  error(fields: Readonly<Record<string, unknown>>, text: string): void {
    this.entries.push({ level: 'error', fields, text });
  }
}
