import type { LabId } from '#contract/ids.ts';
import { asFault, Fault } from '#domain/fault.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Pty, PtyOptions, TerminalHost } from '#ports/terminal-host.ts';
import { type MemoryWorld, throwIfCancelled } from './machines-world.ts';

export class MemoryTerminalHost implements TerminalHost {
  private readonly world: MemoryWorld;

  constructor(world: MemoryWorld) {
    this.world = world;
  }

  async open(lab: LabId, machine: MachineName, options: PtyOptions, signal: AbortSignal): Promise<Pty> {
    throwIfCancelled(signal);
    try {
      this.world.machine(lab, machine);
    } catch (error) {
      throw new Fault('terminal.not-found', asFault(error).message, {
        remedy: 'Reset the lab.',
        cause: error,
      });
    }
    return new MemoryPty(options);
  }
}

/** A shell that knows `echo`, `id -un`, `stty size`, `pwd`, `yes` and `exit`, and echoes what is typed as a terminal does. */
export class MemoryPty implements Pty {
  private readonly options: PtyOptions;
  private size: { cols: number; rows: number };
  private listener: ((data: Uint8Array) => void) | undefined;
  private exitListener: ((exitCode: number | null) => void) | undefined;
  private ended: { readonly code: number | null } | undefined;
  private waiting: string[] = [];
  private typed = '';
  private paused = false;
  private flood: NodeJS.Immediate | undefined;

  constructor(options: PtyOptions) {
    this.options = options;
    this.size = { cols: options.cols, rows: options.rows };
    this.say('$ ');
  }

  onData(listener: (data: Uint8Array) => void): void {
    this.listener = listener;
    this.flush();
  }

  onExit(listener: (exitCode: number | null) => void): void {
    if (this.ended === undefined) this.exitListener = listener;
    else listener(this.ended.code);
  }

  write(data: string): void {
    if (this.ended !== undefined) return;
    for (const character of data) this.key(character);
  }

  async resize(cols: number, rows: number): Promise<void> {
    this.size = { cols, rows };
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.flush();
  }

  async kill(): Promise<void> {
    this.end(null);
  }

  private key(character: string): void {
    if (character === '\u0003') return this.interrupt();
    if (character !== '\n' && character !== '\r') {
      this.typed += character;
      return this.say(character);
    }
    this.say('\r\n');
    const words = this.typed.trim().split(/\s+/);
    this.typed = '';
    this.run(words);
    if (this.ended === undefined && this.flood === undefined) this.say('$ ');
  }

  private run(words: readonly string[]): void {
    const [name = '', ...rest] = words;
    const answers: Readonly<Record<string, string>> = {
      echo: rest.join(' ').replaceAll("''", ''),
      id: this.options.user,
      stty: `${this.size.rows} ${this.size.cols}`,
      pwd: this.options.user === 'root' ? '/root' : `/home/${this.options.user}`,
    };
    if (name === 'exit') return this.end(Number(rest[0] ?? 0));
    if (name === 'yes') return this.pour();
    if (name !== '') this.say(`${answers[name] ?? `bash: ${name}: command not found`}\r\n`);
  }

  /** Blocks while nobody reads, as a program on a full terminal does. */
  private pour(): void {
    this.flood = setImmediate(() => {
      if (!this.paused) this.say('y\r\n'.repeat(1000));
      this.pour();
    });
  }

  private interrupt(): void {
    clearImmediate(this.flood);
    this.flood = undefined;
    this.typed = '';
    this.say('^C\r\n$ ');
  }

  private say(text: string): void {
    this.waiting.push(text);
    this.flush();
  }

  private flush(): void {
    const listener = this.listener;
    if (this.paused || listener === undefined) return;
    for (const text of this.waiting.splice(0)) listener(Buffer.from(text));
  }

  private end(code: number | null): void {
    if (this.ended !== undefined) return;
    clearImmediate(this.flood);
    this.ended = { code };
    this.exitListener?.(code);
  }
}
