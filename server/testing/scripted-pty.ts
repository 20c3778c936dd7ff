import type { InputPlace, Pty, TerminalHost } from '#ports/terminal-host.ts';

/** A shell whose output a test writes. It refuses to speak while it is paused, as a full pipe does. */
export class ScriptedPty implements Pty {
  readonly lasting: boolean;
  readonly from: number;
  readonly heard: number;
  /** Bytes that were said, from the shell's beginning on. */
  said: number;
  readonly typed = new Map<string, number>();
  paused = false;
  released = false;
  /** While true, the program in the lab reads nothing of what is typed. */
  deaf = false;
  readonly places: InputPlace[] = [];
  readonly written: string[] = [];
  readonly sizes: string[] = [];
  private data: (data: Uint8Array) => void = () => undefined;
  private ended: (exitCode: number | null) => void = () => undefined;

  private accepted: (place: InputPlace) => void = () => undefined;

  constructor(lasting = false, from = 0, heard = from) {
    this.lasting = lasting;
    this.from = from;
    this.heard = heard;
    this.said = from;
  }

  onData(listener: (data: Uint8Array) => void): void {
    this.data = listener;
  }

  onExit(listener: (exitCode: number | null) => void): void {
    this.ended = listener;
  }

  onAccepted(listener: (place: InputPlace) => void): void {
    this.accepted = listener;
  }

  write(data: string, place: InputPlace): void {
    this.written.push(data);
    this.places.push(place);
    if (!this.deaf) this.accept(place);
  }

  accept(place: InputPlace): void {
    this.accepted(place);
  }

  async release(): Promise<void> {
    this.released = true;
    if (!this.lasting) await this.kill();
  }

  async resize(cols: number, rows: number): Promise<void> {
    this.sizes.push(`${cols}x${rows}`);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  async kill(): Promise<void> {
    this.ended(null);
  }

  say(text: string | Uint8Array): void {
    const data = typeof text === 'string' ? Buffer.from(text) : text;
    this.said += data.byteLength;
    this.data(data);
  }

  exit(exitCode: number): void {
    this.ended(exitCode);
  }

  /** Says as much of `bytes` as it may before somebody brakes; returns how much that was. */
  async flood(bytes: number): Promise<number> {
    const piece = Buffer.from(`${'y'.repeat(78)}\r\n`.repeat(100));
    let said = 0;
    while (said < bytes && !this.paused) {
      this.data(piece);
      said += piece.byteLength;
      await new Promise((done) => setImmediate(done));
    }
    return said;
  }
}

/** Opens the next scripted shell each time. */
export class ScriptedTerminals implements TerminalHost {
  readonly opened: ScriptedPty[] = [];

  async open(): Promise<Pty> {
    const pty = new ScriptedPty();
    this.opened.push(pty);
    return pty;
  }

  async resume(): Promise<undefined> {
    return undefined;
  }

  async folder(): Promise<undefined> {
    return undefined;
  }
}
