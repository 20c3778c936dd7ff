import type { InputPlace } from '#ports/terminal-host.ts';

/** What the shellkeeper says and hears: one byte of kind, four of length, so many bytes of content. See its `frame.go`. */

const headBytes = 5;
/** The keeper says nothing longer. */
const maxFrame = 64 * 1024;
const version = 2;
const outputKind = 'O'.charCodeAt(0);
const offsetBytes = 8;
const nothing = Buffer.alloc(0);

export type KeeperFrame =
  | {
      readonly kind: 'hello';
      readonly first: number;
      readonly next: number;
      readonly typed: ReadonlyMap<string, number>;
    }
  /** Output from `offset` on: a frame of it, or a part of one. */
  | { readonly kind: 'output'; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'accepted'; readonly place: InputPlace }
  | { readonly kind: 'exited'; readonly code: number };

/** Whoever answers in place of the keeper is no keeper: a learner may be root on the machine. */
export class NotAKeeper extends Error {}

function frame(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write(kind, 0, 'latin1');
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

function size(cols: number, rows: number): Buffer {
  const made = Buffer.alloc(4);
  made.writeUInt16BE(cols, 0);
  made.writeUInt16BE(rows, 2);
  return made;
}

function number(value: number): Buffer {
  const made = Buffer.alloc(8);
  made.writeBigUInt64BE(BigInt(value));
  return made;
}

export const attachFrame = (from: number): Buffer => frame('A', Buffer.concat([number(from), size(0, 0)]));
export const resizeFrame = (cols: number, rows: number): Buffer => frame('R', size(cols, rows));
/** So much output was taken: the keeper sends 128 KiB ahead of that. */
export function takenFrame(bytes: number): Buffer {
  const content = Buffer.alloc(4);
  content.writeUInt32BE(bytes);
  return frame('C', content);
}
export const hangUpFrame = (): Buffer => frame('K', Buffer.alloc(0));

export function inputFrame({ writer, seq }: InputPlace, data: string): Buffer {
  const name = Buffer.from(writer, 'latin1');
  return frame('I', Buffer.concat([Buffer.from([name.length]), name, number(seq), Buffer.from(data)]));
}

/**
 * Takes the keeper's stream apart, however it is cut. Output comes in parts, as the stream brings it: it is not copied, and no
 * frame of it waits for its end. Throws NotAKeeper on anything else.
 */
export class KeeperFrames {
  /** The beginning of a frame, but for output. */
  private rest: Buffer = nothing;
  /** Bytes of output that still belong to the frame that has begun, and the number of the next. */
  private left = 0;
  private offset = 0;

  add(chunk: Buffer): KeeperFrame[] {
    let data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const frames: KeeperFrame[] = [];
    for (;;) {
      const taken = this.left > 0 ? this.output(data, frames) : this.head(data, frames);
      if (taken === 0) break;
      data = data.subarray(taken);
    }
    this.rest = data.length === 0 ? nothing : Buffer.from(data);
    return frames;
  }

  /** Returns how many bytes were used; 0 when nothing is complete. */
  private head(data: Buffer, frames: KeeperFrame[]): number {
    if (data.length < headBytes) return 0;
    const length = data.readUInt32BE(1);
    if (length > maxFrame) throw new NotAKeeper(`a frame of ${length} bytes`);
    const isOutput = data[0] === outputKind && length >= offsetBytes;
    const wanted = headBytes + (isOutput ? offsetBytes : length);
    if (data.length < wanted) return 0;
    const content = data.subarray(headBytes, wanted);
    if (isOutput) {
      this.offset = understood(() => safe(content, 0));
      this.left = length - offsetBytes;
    } else frames.push(parse(data[0] ?? 0, content));
    return wanted;
  }

  private output(data: Buffer, frames: KeeperFrame[]): number {
    const part = data.subarray(0, this.left);
    if (part.length === 0) return 0;
    frames.push({ kind: 'output', offset: this.offset, data: part });
    this.offset += part.length;
    this.left -= part.length;
    return part.length;
  }
}

function parse(kind: number, content: Buffer): KeeperFrame {
  return understood(() => {
    switch (String.fromCharCode(kind)) {
      case 'H':
        return hello(content);
      case 'W':
        return { kind: 'accepted', place: place(content, 0).place };
      case 'X':
        return { kind: 'exited', code: content.readInt32BE(0) };
    }
    throw new NotAKeeper(`a frame of kind ${kind}`);
  });
}

function understood<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotAKeeper) throw error;
    throw new NotAKeeper('a frame that is too short', { cause: error });
  }
}

function hello(content: Buffer): KeeperFrame {
  if (content.readUInt8(0) !== version) throw new NotAKeeper(`version ${content[0]}`);
  const typed = new Map<string, number>();
  let at = 14;
  for (let left = content.readUInt8(13); left > 0; left--) {
    const found = place(content, at);
    typed.set(found.place.writer, found.place.seq);
    at = found.end;
  }
  const first = safe(content, 1);
  // A keeper of before does not tell it, and its shell may still live.
  const next = at < content.length ? safe(content, at) : first;
  return { kind: 'hello', first, next, typed };
}

function place(content: Buffer, at: number): { place: InputPlace; end: number } {
  const end = at + 1 + content.readUInt8(at);
  const writer = content.toString('latin1', at + 1, end);
  return { place: { writer, seq: safe(content, end) }, end: end + 8 };
}

function safe(content: Buffer, at: number): number {
  const value = content.readBigUInt64BE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('a number that cannot be');
  return Number(value);
}
