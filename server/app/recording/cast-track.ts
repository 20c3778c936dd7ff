import { castBase, castHeader, castLine, type CastEvent } from '#domain/recording/asciicast.ts';
import { TokenBucket } from '#domain/terminal/token-bucket.ts';
import type { Clock } from '#ports/clock.ts';
import type { HeardShell, ScreenShot, ShellListener } from '../shells/shell-listener.ts';
import { isSameSize, type ShellSize } from '../shells/shell-size.ts';
import type { LineWriter } from './line-writer.ts';

export interface CastTrackParts {
  readonly shell: HeardShell;
  readonly writer: LineWriter;
  readonly clock: Clock;
  readonly title: string;
  readonly withInput: boolean;
  readonly limitBytes: number;
  /** The file has become as large as it may be. */
  readonly onFull: () => void;
  readonly onEnd: (exitCode: number | null) => void;
}

/** More than this waiting to be stored: the disk is too slow for what the shell says. */
const pendingBytes = 1024 ** 2;
/** What a shell may say at once and on, in bytes a second, before its output is left out. */
const burst = 1024 ** 2;
const perSecond = 64 * 1024;
/** How often a shell that says too much is looked at again. */
const lookMs = 500;
/** Less than this between two looks: the flood is over. */
const calmBytes = 32 * 1024;
/** Of a flood that goes on, a picture every so many looks. */
const pictureEvery = 10;
/** What has left the screen may have been said while nobody wanted it recorded. */
const noScrollback = 0;
const clearScreen = '\u001bc';

/**
 * Writes one shell down. It never brakes the shell: of a flood, the middle is left out, marked as such, and followed by a picture
 * of the screen as it then is.
 */
export class CastTrack implements ShellListener {
  private readonly parts: CastTrackParts;
  private readonly allowance = new TokenBucket(burst, perSecond);
  private readonly stop = new AbortController();
  private decoder = new TextDecoder();
  private base = 0;
  private size: ShellSize = { cols: 0, rows: 0 };
  /** While true, output is not written: a picture follows. */
  private blind = true;
  private leftOut = 0;
  private unlisten: () => void = () => undefined;

  constructor(parts: CastTrackParts) {
    this.parts = parts;
  }

  /** Begins with a picture of the screen, or goes on with one in a file that is there already. */
  async begin(): Promise<void> {
    const { shell, writer, clock, title } = this.parts;
    const opened = await writer.ready;
    if (opened === undefined || this.stop.signal.aborted) return;
    const known = opened.firstLine === undefined ? undefined : castBase(opened.firstLine);
    if (known === undefined) {
      const header = castHeader({ ...shell.size, at: clock.now(), title });
      this.size = shell.size;
      this.base = castBase(header) ?? 0;
      writer.write(header);
    } else this.base = known;
    this.unlisten = shell.listen(this);
    shell.capture((shot) => this.see(shot, known !== undefined), noScrollback);
  }

  output(data: Uint8Array): void {
    if (this.blind) {
      this.leftOut += data.byteLength;
      return;
    }
    const { writer, clock } = this.parts;
    if (writer.pending > pendingBytes || !this.allowance.take(data.byteLength, clock.now())) {
      this.blind = true;
      this.leftOut = data.byteLength;
      void this.untilCalm();
      return;
    }
    const text = this.decoder.decode(data, { stream: true });
    if (text !== '') this.write('o', text);
  }

  input(data: string): void {
    if (this.parts.withInput) this.write('i', data);
  }

  resized({ cols, rows }: ShellSize): void {
    this.size = { cols, rows };
    this.write('r', `${cols}x${rows}`);
  }

  ended(exitCode: number | null): void {
    this.close();
    this.parts.onEnd(exitCode);
  }

  mark(text: string): void {
    if (this.base !== 0) this.write('m', text);
  }

  /** Stops listening; what was heard is still stored. */
  close(): void {
    this.stop.abort();
    this.unlisten();
  }

  private write(event: CastEvent, data: string): void {
    const { writer, clock, limitBytes, onFull } = this.parts;
    if (this.stop.signal.aborted) return;
    const line = castLine(this.base, clock.now(), event, data);
    if (writer.bytes + Buffer.byteLength(line) <= limitBytes) return writer.write(line);
    this.close();
    writer.write(
      castLine(this.base, clock.now(), 'm', 'the recording ends here: it is as large as it may be'),
    );
    onFull();
  }

  private see({ screen, rest, size }: ScreenShot, anew: boolean): void {
    if (this.stop.signal.aborted) return;
    if (!isSameSize(size, this.size)) this.resized(size);
    this.decoder = new TextDecoder();
    this.blind = false;
    this.leftOut = 0;
    const text = screen + this.decoder.decode(rest, { stream: true });
    if (anew) this.write('o', clearScreen + text);
    else if (text !== '') this.write('o', text);
  }

  /** Ends once the shell has said little for a moment, or when it is time for a picture of the flood. */
  private async untilCalm(): Promise<void> {
    const { clock, shell, writer } = this.parts;
    for (let look = 1; ; look += 1) {
      const before = this.leftOut;
      try {
        await clock.delay(lookMs, this.stop.signal);
      } catch {
        return; // The track was closed.
      }
      if (writer.pending > pendingBytes / 4) continue;
      if (this.leftOut - before < calmBytes || look % pictureEvery === 0) break;
    }
    shell.capture((shot) => {
      this.write('m', `${this.leftOut} bytes of output are left out here`);
      this.see(shot, true);
    }, noScrollback);
  }
}
