import type { Problem } from '#contract/lab.ts';
import { fileLimit, type ShellFolder } from '#contract/files.ts';
import { problemOf } from '../../api/client.ts';
import { fetchFile, type RemoteFile, sendFile } from '../../api/transfer.ts';
import { announce } from '../../ui/Announcer.tsx';
import { intoWords } from '../../ui/shell-folder.ts';
import { bytes as bytesInWords } from '../../ui/words.ts';

export interface Transfer {
  readonly id: number;
  readonly direction: 'in' | 'out';
  readonly file: RemoteFile;
  readonly name: string;
  readonly bytes: number;
  /** Unknown where the machine itself does not know. */
  readonly of: number | undefined;
  /** In words, where it goes. */
  readonly into?: string;
  readonly state:
    | { readonly kind: 'running' }
    | { readonly kind: 'done'; readonly path: string }
    | { readonly kind: 'failed'; readonly problem: Problem };
}

interface Running {
  readonly stop: AbortController;
  readonly content: Blob | undefined;
}

/** Files on their way into a lab and out of it, apart from React: they go on while the page shows something else. */
export class Transfers {
  readonly #lab: string;
  readonly #listeners = new Set<() => void>();
  readonly #work = new Map<number, Running>();
  #rows: readonly Transfer[] = [];
  #next = 1;

  constructor(lab: string) {
    this.#lab = lab;
  }

  readonly rows = (): readonly Transfer[] => this.#rows;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sends files into the home of a terminal's user, or into `folder`; what is there already is left alone. */
  upload(terminal: string, files: readonly File[], folder: ShellFolder = home): void {
    for (const file of files) {
      const path = `${folder.path.replace(/\/+$/, '')}/${file.name}`;
      const row = this.#add('in', { lab: this.#lab, terminal, path }, file.name, file, intoWords(folder));
      if (file.size > fileLimit) this.#end(row.id, { kind: 'failed', problem: tooLarge(file) });
      else void this.#send(row, file, 'absent');
    }
  }

  download(terminal: string, path: string): void {
    const name = path.split('/').findLast((part) => part !== '') ?? path;
    const row = this.#add('out', { lab: this.#lab, terminal, path }, name, undefined);
    void this.#fetch(row);
  }

  /** After an upload was refused because the file is there. */
  replace(id: number): void {
    const row = this.#rows.find((one) => one.id === id);
    const content = this.#work.get(id)?.content;
    if (row === undefined || content === undefined) return;
    this.#work.set(id, { stop: new AbortController(), content });
    this.#change(id, { state: { kind: 'running' }, bytes: 0 });
    void this.#send(row, content, undefined);
  }

  /** Stops a transfer that runs, and takes it off the list. */
  dismiss(id: number): void {
    this.#work.get(id)?.stop.abort();
    this.#work.delete(id);
    this.#rows = this.#rows.filter((row) => row.id !== id);
    this.#tell();
  }

  /** The lab is left: nothing goes on without anybody who could see it. */
  dispose(): void {
    for (const { id } of this.#rows) this.dismiss(id);
  }

  #add(
    direction: 'in' | 'out',
    file: RemoteFile,
    name: string,
    content: Blob | undefined,
    into?: string,
  ): Transfer {
    const id = this.#next++;
    const row = {
      id,
      direction,
      file,
      name,
      bytes: 0,
      of: content?.size,
      ...(into === undefined ? {} : { into }),
      state: { kind: 'running' },
    } as const;
    this.#work.set(id, { stop: new AbortController(), content });
    this.#rows = [...this.#rows, row];
    this.#tell();
    return row;
  }

  async #send({ id, file }: Transfer, content: Blob, expect: string | undefined): Promise<void> {
    await this.#run(id, async (signal) => {
      const { path } = await sendFile(file, content, {
        signal,
        onProgress: this.#progress(id),
        ...(expect === undefined ? {} : { expect }),
      });
      return path;
    });
  }

  async #fetch({ id, file, name }: Transfer): Promise<void> {
    await this.#run(id, async (signal) => {
      const blob = await fetchFile(file, { signal, onProgress: this.#progress(id) });
      saveAs(blob, name);
      return file.path;
    });
  }

  async #run(id: number, work: (signal: AbortSignal) => Promise<string>): Promise<void> {
    const signal = this.#work.get(id)?.stop.signal;
    if (signal === undefined) return;
    try {
      this.#end(id, { kind: 'done', path: await work(signal) });
    } catch (error) {
      if (!signal.aborted) this.#end(id, { kind: 'failed', problem: problemOf(error) });
    }
  }

  #progress(id: number) {
    return (bytes: number, of: number | undefined): void => {
      this.#change(id, { bytes, of });
    };
  }

  #end(id: number, state: Transfer['state']): void {
    const row = this.#change(id, { state });
    if (row === undefined) return;
    const done = row.direction === 'in' ? `${row.name} is in the lab` : `${row.name} is saved`;
    announce(state.kind === 'failed' ? state.problem.message : done);
  }

  #change(id: number, to: Partial<Pick<Transfer, 'bytes' | 'of' | 'state'>>): Transfer | undefined {
    this.#rows = this.#rows.map((row) => (row.id === id ? { ...row, ...to } : row));
    this.#tell();
    return this.#rows.find((row) => row.id === id);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const home: ShellFolder = { path: '~', shown: '~', is: 'home' };

const tooLarge = (file: File): Problem => ({
  code: 'request.too-large',
  message: `${file.name} has ${bytesInWords(file.size)}; ${bytesInWords(fileLimit)} are the most.`,
  remedy: 'Pack it, or cut it into parts.',
});

function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
