import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Fault } from '#domain/fault.ts';
import type { BuildContext } from './build-container.ts';
import { mayInstall, OwnApt } from '#adapters/debian/apt-install.ts';
import { imageOf } from './engine-images.ts';
import { named } from './image-name.ts';
import { LastLines } from './last-lines.ts';
import { packed } from './tar-pack.ts';

export interface RootFs {
  readonly suite: string;
  /** The public image that holds the same root file system. */
  readonly pull: string;
}

const pullWithinMs = 30 * 60_000;
const usualAnswerMs = 10_000;

export interface RootContext extends BuildContext {
  readonly cacheDir: string;
}

/** Makes `tag` an image with a small Debian: pulled where a registry answers, else from Debian's packages. */
export async function makeRootFs(root: RootFs, tag: string, context: RootContext): Promise<void> {
  context.note(`asking for ${root.pull}`);
  if ((await pullAs(root.pull, tag, context)) === undefined) return;
  context.note('no registry answers: making the root file system from Debian packages');
  await bootstrap(root.suite, tag, context);
}

/** Makes `tag` an image without any file. */
export async function makeEmptyRoot(tag: string, context: BuildContext): Promise<void> {
  await imported(packed([]), tag, context);
}

/**
 * Pulls `reference` and gives it the name `tag`. Says why it could not, for example because no registry answers in time; undefined
 * when it could. Of the public name nothing stays that was not there before.
 */
export async function pullAs(
  reference: string,
  tag: string,
  context: BuildContext,
): Promise<string | undefined> {
  const wasThere = await imageOf(context.docker, reference);
  try {
    await pull(reference, context);
  } catch (error) {
    context.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    context.log.write(`pull ${reference}: ${why}\n`);
    return why;
  }
  await context.docker.getImage(reference).tag(named(tag));
  if (!wasThere) await context.docker.getImage(reference).remove();
  return undefined;
}

/** A registry that says nothing for a while counts as absent; one that delivers may take its time. */
async function pull(reference: string, context: BuildContext): Promise<void> {
  const stop = new AbortController();
  const { answerWithinMs = usualAnswerMs } = context;
  const silent = new Error(`its registry said nothing for ${answerWithinMs / 1000} s`);
  const silence = setTimeout(() => stop.abort(silent), answerWithinMs);
  const abortSignal = AbortSignal.any([stop.signal, context.signal, AbortSignal.timeout(pullWithinMs)]);
  try {
    const pulling: Promise<NodeJS.ReadableStream> = context.docker.pull(reference, { abortSignal });
    const stream = await pulling;
    await new Promise<void>((resolve, reject) => {
      abortSignal.addEventListener('abort', () => reject(abortSignal.reason as Error), { once: true });
      context.docker.modem.followProgress(
        stream,
        (error) => (error ? reject(error) : resolve()),
        () => silence.refresh(),
      );
    });
  } catch (error) {
    // The client rejects with an error of its own.
    throw stop.signal.aborted ? silent : error;
  } finally {
    clearTimeout(silence);
  }
}

async function bootstrap(suite: string, tag: string, context: RootContext): Promise<void> {
  await ensureDebootstrap(context);
  const folder = await mkdtemp(join(context.cacheDir, 'root-'));
  try {
    const lines = new LastLines(context.log, context.note);
    const run = execa('debootstrap', ['--variant=minbase', '--include=ca-certificates', suite, folder], {
      all: true,
      cancelSignal: context.signal,
    });
    run.all.pipe(lines);
    await run;
    await importFolder(folder, tag, context);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ensureDebootstrap(context: RootContext): Promise<void> {
  const found = await execa('debootstrap', ['--version'], { reject: false });
  if (found.failed && (await mayInstall())) {
    context.note('installing debootstrap');
    const apt = new OwnApt(context.cacheDir, context.signal);
    await apt.update([]);
    await apt.install(['debootstrap']);
    return;
  }
  if (!found.failed && process.getuid?.() === 0) return;
  throw new Fault(
    'tool.missing',
    'No container registry answers, and a root file system cannot be made here.',
    { remedy: 'Connect the machine to a registry, or run this once as root with debootstrap installed.' },
  );
}

/** What the public image of the same suite leaves out as well. */
const needless = [
  'var/cache/apt',
  'var/lib/apt/lists',
  'usr/share/man',
  'usr/share/info',
  'usr/share/locale',
  'usr/share/lintian',
];

async function importFolder(folder: string, tag: string, context: BuildContext): Promise<void> {
  context.note('importing the root file system');
  const argv = ['--create', '--directory', folder, ...needless.map((path) => `--exclude=./${path}/*`), '.'];
  const tar = execa('tar', argv, { buffer: false, cancelSignal: context.signal });
  await imported(tar.stdout, tag, context);
  await tar;
}

async function imported(archive: NodeJS.ReadableStream, tag: string, context: BuildContext): Promise<void> {
  const stream = await context.docker.importImage(archive, named(tag));
  await new Promise<void>((resolve, reject) => {
    context.docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
  });
}
