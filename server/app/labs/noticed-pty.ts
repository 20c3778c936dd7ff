import type { InputPlace, Pty } from '#ports/terminal-host.ts';

/** A shell as it is, which says when somebody types into it. */
export class NoticedPty implements Pty {
  private readonly pty: Pty;
  private readonly onInput: () => void;

  constructor(pty: Pty, onInput: () => void) {
    this.pty = pty;
    this.onInput = onInput;
  }

  get lasting(): boolean {
    return this.pty.lasting;
  }

  get from(): number {
    return this.pty.from;
  }

  get heard(): number {
    return this.pty.heard;
  }

  get typed(): ReadonlyMap<string, number> {
    return this.pty.typed;
  }

  write(data: string, place: InputPlace): void {
    this.onInput();
    this.pty.write(data, place);
  }

  onData(listener: (data: Uint8Array) => void): void {
    this.pty.onData(listener);
  }

  onExit(listener: (exitCode: number | null) => void): void {
    this.pty.onExit(listener);
  }

  onAccepted(listener: (place: InputPlace) => void): void {
    this.pty.onAccepted(listener);
  }

  resize(cols: number, rows: number): Promise<void> {
    return this.pty.resize(cols, rows);
  }

  pause(): void {
    this.pty.pause();
  }

  resume(): void {
    this.pty.resume();
  }

  kill(): Promise<void> {
    return this.pty.kill();
  }

  release(): Promise<void> {
    return this.pty.release();
  }
}
