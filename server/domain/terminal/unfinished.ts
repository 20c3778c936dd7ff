import { plainTextEnd } from './plain-text.ts';

/** What terminals understand, as far as it takes to know where a sequence ends (ECMA-48, and UTF-8 around it). */
type State = 'ground' | 'character' | 'escape' | 'control' | 'string';

const esc = 0x1b;
const bell = 0x07;
/** Nobody sends a longer one in earnest; then the rest is taken for text. */
const longest = 64 * 1024;
const nothing = new Uint8Array();

/**
 * Knows at the end of a stream of terminal output which bytes belong to a sequence or character that has begun and not ended. A
 * terminal that is painted as it was at that moment needs exactly these bytes before what follows.
 */
export class Unfinished {
  private state: State = 'ground';
  private bytes: number[] = [];
  /** Bytes that the character under way still needs. */
  private needed = 0;
  /** The state that a character under way stands in. */
  private around: State = 'ground';

  /** Takes the next bytes; returns what is unfinished after them. */
  add(data: Uint8Array): Uint8Array {
    for (let at = 0; at < data.length; at++) {
      if (this.state === 'ground') {
        at = plainTextEnd(data, at, data.length);
        if (at === data.length) break;
        const end = wholeControl(data, at);
        if (end !== undefined) {
          at = end;
          continue;
        }
      }
      this.take(data[at] as number);
    }
    if (this.bytes.length > longest) this.to('ground');
    return this.bytes.length === 0 ? nothing : Uint8Array.from(this.bytes);
  }

  private take(byte: number): void {
    if (this.state === 'character') return this.character(byte);
    if (byte === esc) return this.begin('escape', [esc]);
    if (byte >= 0x80) return this.lead(byte);
    // Cancelled by the terminal itself.
    if (byte === 0x18 || byte === 0x1a) return this.to('ground');
    if (this.state === 'ground') return;
    if (this.state === 'string') {
      if (byte === bell) this.to('ground');
      else this.bytes.push(byte);
      return;
    }
    // Carried out at once, also in the middle of a sequence.
    if (byte < 0x20 || byte === 0x7f) return;
    this.bytes.push(byte);
    if (this.state === 'escape') this.escape(byte);
    else if (byte >= 0x40) this.to('ground');
  }

  private escape(byte: number): void {
    const between = byte < 0x30;
    const plain = this.bytes.length === 2;
    if (between) return;
    if (plain && byte === 0x5b) this.state = 'control';
    else if (plain && isString(byte)) this.state = 'string';
    else this.to('ground');
  }

  /** The first byte of a character of two to four. */
  private lead(byte: number): void {
    this.needed = byte >= 0xf0 && byte < 0xf8 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    if (this.needed === 0 || byte >= 0xf8) return;
    this.around = this.state;
    this.state = 'character';
    this.bytes.push(byte);
  }

  private character(byte: number): void {
    if ((byte & 0xc0) !== 0x80) {
      // Not a character after all.
      this.endCharacter();
      return this.take(byte);
    }
    this.needed -= 1;
    const first = this.bytes.at(-1);
    this.bytes.push(byte);
    if (this.needed > 0) return;
    if (first === 0xc2 && byte < 0xa0) return this.single(byte);
    if (this.around !== 'string') return this.to('ground');
    this.state = 'string';
  }

  private endCharacter(): void {
    if (this.around === 'string') this.state = 'string';
    else this.to('ground');
  }

  /** A control of one character, as after ESC. */
  private single(byte: number): void {
    const like = byte - 0x40;
    if (like === 0x5b) this.begin('control', [0xc2, byte]);
    else if (isString(like)) this.begin('string', [0xc2, byte]);
    else this.to('ground');
  }

  private begin(state: State, bytes: number[]): void {
    this.state = state;
    this.bytes = bytes;
  }

  private to(state: State): void {
    this.begin(state, []);
  }
}

/** Where a control sequence that is here as a whole has its last byte; most are colours. */
function wholeControl(data: Uint8Array, from: number): number | undefined {
  if (data[from] !== esc || data[from + 1] !== 0x5b) return undefined;
  for (let at = from + 2; at < data.length; at++) {
    const byte = data[at] as number;
    if (byte >= 0x40 && byte < 0x7f) return at;
    if (byte < 0x20 || byte >= 0x7f) return undefined;
  }
  return undefined;
}

/** Device control, start of string, operating system, privacy, application: text up to the string's end follows. */
const isString = (final: number): boolean => [0x50, 0x58, 0x5d, 0x5e, 0x5f].includes(final);
