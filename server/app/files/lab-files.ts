import { createHash } from 'node:crypto';
import {
  type FileExpectation,
  fileLimit,
  type FileSaved,
  type FileText,
  type FolderView,
  LabPath,
  textLimit,
} from '#contract/files.ts';
import type { LabId } from '#contract/ids.ts';
import type { Allowances } from '#contract/lab.ts';
import { Fault } from '#domain/fault.ts';
import { fileFault } from '#domain/files/refusals.ts';
import type { Log } from '#ports/log.ts';
import type { FilePlace, MachineFiles, OpenedFile } from '#ports/machine-files.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { LabBook } from '../labs/lab-book.ts';
import { terminalPlace } from '../labs/terminal-place.ts';

export interface LabFilesParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly files: MachineFiles;
  readonly log: Log;
  readonly allows: (lab: LabId) => Allowances;
  /** Somebody works in the lab. */
  readonly used: (lab: LabId) => void;
}

/** Which file: of the machine that a terminal is on, as that terminal's user. */
export interface FileAsked {
  readonly lab: LabId;
  readonly terminal: string;
  /** As the learner wrote it. */
  readonly path: string;
}

export interface Incoming {
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
  readonly expect: FileExpectation;
}

const transfersAtOnce = 8;
const transferMs = 600_000;
const listed = 500;

/**
 * Files into a lab and out of it. Every call throws what `MachineFiles` throws, and Fault `feature.off` where the lab's mode
 * does without, `lab.not-ready`, `terminal.not-found`, `request.too-large`, `request.too-many`.
 */
export class LabFiles {
  private readonly parts: LabFilesParts;
  private transfers = 0;

  constructor(parts: LabFilesParts) {
    this.parts = parts;
  }

  async save(asked: FileAsked, incoming: Incoming, signal: AbortSignal): Promise<FileSaved> {
    const place = this.place(asked, 'files');
    if (incoming.bytes > fileLimit) throw fileFault('large', asked.path);
    const hash = createHash('sha256');
    const content = hashed(incoming.content, hash);
    return this.transfer(signal, async (stop) => {
      const { path } = await this.parts.files.save(place, { ...incoming, content }, stop);
      this.parts.log.info({ lab: asked.lab, on: place.machine, bytes: incoming.bytes }, 'file saved');
      return { path, bytes: incoming.bytes, sha256: `sha256:${hash.digest('hex')}` };
    });
  }

  /** `use` takes the content; the transfer counts until it is done. */
  async read(asked: FileAsked, signal: AbortSignal, use: (file: OpenedFile) => Promise<void>): Promise<void> {
    const place = this.place(asked, 'files');
    await this.transfer(signal, async (stop) => {
      await use(await this.parts.files.open(place, fileLimit, stop));
    });
  }

  /** A file for the editor. Throws Fault `file.unfit` for what is no text. */
  async text(asked: FileAsked, signal: AbortSignal): Promise<FileText> {
    const place = this.place(asked, 'editor');
    return this.transfer(signal, async (stop) => {
      const { content, path, writable } = await this.parts.files.open(place, textLimit, stop);
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const sha256 = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
      return { path, writable, sha256, text: decoded(bytes, asked.path) };
    });
  }

  folder(asked: FileAsked, signal: AbortSignal): Promise<FolderView> {
    const place = this.place(asked, 'files');
    return this.transfer(signal, (stop) => this.parts.files.list(place, listed, stop));
  }

  private place({ lab, terminal, path }: FileAsked, feature: 'files' | 'editor'): FilePlace {
    const { machine, user } = terminalPlace(this.parts, lab, terminal);
    if (!this.parts.allows(lab)[feature]) throw isOff(feature);
    this.parts.used(lab);
    return { lab, machine, user, path: LabPath.parse(path) };
  }

  private async transfer<T>(signal: AbortSignal, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
    if (this.transfers >= transfersAtOnce) {
      throw new Fault('request.too-many', `${transfersAtOnce} files are on their way already.`, {
        remedy: 'Wait until one of them is done.',
      });
    }
    this.transfers += 1;
    const deadline = AbortSignal.timeout(transferMs);
    try {
      return await work(AbortSignal.any([signal, deadline]));
    } catch (error) {
      if (deadline.aborted) throw tooSlow(error);
      throw error;
    } finally {
      this.transfers -= 1;
    }
  }
}

export const isOff = (feature: keyof Allowances): Fault =>
  new Fault('feature.off', `This lab is worked on without that: ${featureNames[feature]} is switched off.`, {
    remedy: 'Use the terminal.',
  });

const featureNames: Readonly<Record<keyof Allowances, string>> = {
  run: 'typing into the terminal',
  files: 'the transfer of files',
  editor: 'the editor',
  services: 'opening services',
};

async function* hashed(
  content: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

function decoded(bytes: Uint8Array, path: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\u0000')) return text;
  } catch {
    // Falls through: bytes that are no UTF-8 are no text either.
  }
  throw new Fault('file.unfit', `"${path}" is not a text file.`, {
    remedy: 'Download it, or look at it in the terminal.',
  });
}

const tooSlow = (cause: unknown): Fault =>
  new Fault('deadline.passed', `${transferMs / 60_000} minutes were not enough to transfer the file.`, {
    remedy: 'The machine may be overloaded. Pack the file, then try again.',
    cause,
  });
