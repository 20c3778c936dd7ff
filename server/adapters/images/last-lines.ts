import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

const kept = 30;
const noteEveryMs = 1000;

/** Copies a command's output into a log, keeps its last lines, and shows one of them now and then. */
export class LastLines extends Writable {
  private readonly log: Writable;
  private readonly note: (text: string) => void;
  private lines: string[] = [];
  private rest = '';
  private shownAt = 0;

  constructor(log: Writable, note: (text: string) => void) {
    super();
    this.log = log;
    this.note = note;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const parts = (this.rest + chunk.toString('utf8')).split(/\r?\n|\r/);
    this.rest = parts.pop() ?? '';
    this.keep(parts.map((line) => stripVTControlCharacters(line).trimEnd()).filter((line) => line !== ''));
    // After an abort the command may still talk while its log is closed already.
    if (this.log.writableEnded) done();
    else this.log.write(chunk, done);
  }

  /** The last lines, as they are shown with a failure. */
  tail(): string {
    return [...this.lines, this.rest].join('\n').trim();
  }

  private keep(lines: string[]): void {
    this.lines = [...this.lines, ...lines].slice(-kept);
    const last = lines.at(-1);
    if (last === undefined || Date.now() - this.shownAt < noteEveryMs) return;
    this.shownAt = Date.now();
    this.note(last);
  }
}
