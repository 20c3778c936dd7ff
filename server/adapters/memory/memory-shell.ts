import { homeOf } from '#domain/files/home.ts';
import type { InputPlace } from '#ports/terminal-host.ts';

const keptBytes = 512 * 1024;

interface Line {
  hear(): void;
  end(): void;
}

/** A shell that knows `cd`, `echo`, `id -un`, `stty size`, `pwd`, `yes` and `exit`, and echoes what is typed as a terminal does. */
export class MemoryShell {
  readonly typed = new Map<string, number>();
  size: { cols: number; rows: number };
  ended: { readonly code: number | null } | undefined;
  /** Somebody was told of its end: nobody finds it any more. */
  heard = false;
  braked = false;
  folder: string;
  /** The number of the byte that comes next. */
  last = 0;
  private readonly user: string;
  private said = Buffer.alloc(0);
  private line: Line | undefined;
  private command = '';
  private flood: NodeJS.Immediate | undefined;

  constructor(options: { readonly user: string; readonly cols: number; readonly rows: number }) {
    this.user = options.user;
    this.folder = homeOf(options.user);
    this.size = { cols: options.cols, rows: options.rows };
    this.say('$ ');
  }

  /** The number of the oldest byte that is kept. */
  get first(): number {
    return this.last - this.said.length;
  }

  since(from: number): Buffer {
    return Buffer.from(this.said.subarray(Math.max(0, from - this.first)));
  }

  attach(line: Line): void {
    this.line = line;
    this.braked = false;
  }

  detach(line: Line): void {
    if (this.line !== line) return;
    this.line = undefined;
    this.braked = false;
  }

  input(data: string, { writer, seq }: InputPlace): void {
    if (seq <= (this.typed.get(writer) ?? 0)) return;
    this.typed.set(writer, seq);
    for (const character of data) if (this.ended === undefined) this.key(character);
  }

  end(code: number | null): void {
    if (this.ended !== undefined) return;
    clearImmediate(this.flood);
    this.ended = { code };
    this.line?.end();
  }

  private key(character: string): void {
    if (character === '\u0003') return this.interrupt();
    if (character !== '\n' && character !== '\r') {
      this.command += character;
      return this.say(character);
    }
    this.say('\r\n');
    const words = this.command.trim().split(/\s+/);
    this.command = '';
    this.run(words);
    if (this.ended === undefined && this.flood === undefined) this.say('$ ');
  }

  private run(words: readonly string[]): void {
    const [name = '', ...rest] = words;
    const answers: Readonly<Record<string, string>> = {
      echo: rest.join(' ').replaceAll("''", ''),
      id: this.user,
      stty: `${this.size.rows} ${this.size.cols}`,
      pwd: this.folder,
    };
    if (name === 'exit') return this.end(Number(rest[0] ?? 0));
    if (name === 'cd') {
      this.folder = rest[0] ?? homeOf(this.user);
      return;
    }
    if (name === 'yes') return this.pour();
    if (name !== '') this.say(`${answers[name] ?? `bash: ${name}: command not found`}\r\n`);
  }

  /** Blocks while nobody reads, as a program on a full terminal does. */
  private pour(): void {
    this.flood = setImmediate(() => {
      if (!this.braked) this.say('y\r\n'.repeat(1000));
      this.pour();
    });
  }

  private interrupt(): void {
    clearImmediate(this.flood);
    this.flood = undefined;
    this.command = '';
    this.say('^C\r\n$ ');
  }

  private say(text: string): void {
    const data = Buffer.from(text);
    this.last += data.length;
    this.said = Buffer.concat([this.said, data]).subarray(-keptBytes);
    this.line?.hear();
  }
}
