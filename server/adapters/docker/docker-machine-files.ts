import type { FolderView } from '#contract/files.ts';
import { homeOf } from '#domain/files/home.ts';
import { fileFault, type Refusal, refusals } from '#domain/files/refusals.ts';
import type { FilePlace, FileToSave, MachineFiles, OpenedFile } from '#ports/machine-files.ts';
import { findMachine } from './docker-machines.ts';
import { cancelled, type Engine } from './engine.ts';
import { listScript, openScript, saveScript } from './file-scripts.ts';
import { LineThenBytes } from './line-then-bytes.ts';
import { runExec } from './run-exec.ts';
import { StreamedExec } from './streamed-exec.ts';

const listMs = 10_000;
const listBytes = 256 * 1024;

/**
 * Files through a shell of the machine itself, run as the terminal's user: the kernel then decides what this user may do, and
 * what is seen is what the user sees. The engine's own copying would do it as root, and not see below a tmpfs.
 */
export class DockerMachineFiles implements MachineFiles {
  private readonly engine: Engine;
  private readonly owner: string;

  /** `owner` names this installation, as everywhere. */
  constructor(engine: Engine, owner: string) {
    this.engine = engine;
    this.owner = owner;
  }

  async save(place: FilePlace, file: FileToSave, signal: AbortSignal): Promise<{ path: string }> {
    const exec = await this.start(place, saveScript, [file.expect, String(file.bytes)], signal);
    try {
      const answers = new LineThenBytes(exec.output());
      const words = await this.line(exec, answers, place, signal);
      if (words[0] !== 'go') throw fileFault('failed', place.path);
      const [done] = await Promise.all([this.line(exec, answers, place, signal), pump(exec, file)]);
      if (done[0] !== 'done') throw fileFault('failed', place.path);
      exec.finished = true;
      return { path: done.slice(1).join(' ') };
    } catch (error) {
      // Waited for, so that nothing of what was begun is left behind.
      await exec.kill().catch(() => undefined);
      if (signal.aborted) throw cancelled('save a file', signal.reason);
      throw error;
    } finally {
      exec.stream.destroy();
    }
  }

  async open(place: FilePlace, maxBytes: number, signal: AbortSignal): Promise<OpenedFile> {
    const exec = await this.start(place, openScript, [String(maxBytes)], signal);
    exec.endInput();
    try {
      const answer = new LineThenBytes(exec.output());
      const [ok, size, writable, ...path] = await this.line(exec, answer, place, signal);
      const bytes = Number(size);
      if (ok !== 'ok' || !Number.isSafeInteger(bytes) || bytes < 0) throw fileFault('failed', place.path);
      const content = limited(exec, answer.rest(), { place, maxBytes, signal });
      return { path: path.join(' '), bytes, writable: writable === 'yes', content };
    } catch (error) {
      await exec.kill().catch(() => undefined);
      throw error;
    }
  }

  async list(place: FilePlace, limit: number, signal: AbortSignal): Promise<FolderView> {
    const container = await findMachine(this.engine, this.owner, place.lab, place.machine, signal);
    const { stdout } = await runExec(
      this.engine,
      container,
      ['/bin/sh', '-c', listScript, 'sh', place.path, String(limit + 1)],
      {
        signal,
        timeoutMs: listMs,
        maxBytes: listBytes,
        user: place.user,
        cwd: homeOf(place.user),
      },
    );
    const [head = '', ...lines] = stdout.split('\n');
    const [ok, ...path] = head.split(' ');
    if (ok !== 'ok') throw refusalOf(head.split(' '), place.path);
    const names = lines.filter((line) => /^[a-zA-Z?] ./.test(line));
    const entries = names
      .slice(0, limit)
      .map((line) => ({ name: line.slice(2), kind: line.startsWith('d') ? 'folder' : 'file' }) as const);
    return { path: path.join(' '), entries, more: names.length > limit };
  }

  private async start(
    place: FilePlace,
    script: string,
    more: readonly string[],
    signal: AbortSignal,
  ): Promise<StreamedExec> {
    const container = await findMachine(this.engine, this.owner, place.lab, place.machine, signal);
    const argv = ['/bin/sh', '-c', script, 'sh', place.path, ...more];
    const home = homeOf(place.user);
    const command = { container, argv, user: place.user, cwd: home, env: [`HOME=${home}`] };
    return StreamedExec.start(this.engine, command, signal);
  }

  private async line(
    exec: StreamedExec,
    from: LineThenBytes,
    place: FilePlace,
    signal: AbortSignal,
  ): Promise<string[]> {
    const words = (await aborting(from.line(), signal))?.split(' ') ?? [];
    if (words[0] !== 'no' && words.length > 0) return words;
    exec.finished = true;
    throw refusalOf(words, place.path);
  }
}

function refusalOf([, refusal, ...detail]: readonly string[], path: string) {
  const known: Refusal = refusals.find((one) => one === refusal) ?? 'failed';
  return fileFault(known, path, detail.join(' '));
}

/** A command that stops listening has said why; the rest is then read and dropped, so that the sender hears the answer. */
async function pump(exec: StreamedExec, { content, bytes }: FileToSave): Promise<void> {
  let left = bytes;
  let listens = true;
  for await (const chunk of content) {
    left -= chunk.byteLength;
    listens &&=
      left >= 0 &&
      (await exec.write(chunk).then(
        () => true,
        () => false,
      ));
  }
  exec.endInput();
}

async function* limited(
  exec: StreamedExec,
  content: AsyncIterable<Uint8Array>,
  limits: { readonly place: FilePlace; readonly maxBytes: number; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const stop = (): void => void exec.kill().catch(() => undefined);
  limits.signal.addEventListener('abort', stop, { once: true });
  let left = limits.maxBytes;
  try {
    for await (const chunk of content) {
      left -= chunk.byteLength;
      if (left < 0) throw fileFault('large', limits.place.path);
      yield chunk;
    }
    exec.finished = true;
  } catch (error) {
    if (limits.signal.aborted) throw cancelled('read a file', limits.signal.reason);
    throw error;
  } finally {
    limits.signal.removeEventListener('abort', stop);
    await exec.kill().catch(() => undefined);
  }
}

async function aborting<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(cancelled('reach a file', signal.reason)), {
        once: true,
      });
    }),
  ]);
}
