import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#domain/fault.ts';
import { findGo, requireGo, runGo } from './go-toolchain.ts';
import { isAlive } from './is-alive.ts';
import { copyModuleFiles } from './module-files.ts';
import { listSources, type ToolDeclaration, toolHash } from './tool-declaration.ts';

export interface BuildOptions {
  /** The root of the cache; builds are kept in `tools/<tool>/<hash>` below it. */
  readonly cacheDir: string;
  readonly signal: AbortSignal;
  /** Called with one short line per finished step. */
  readonly note: (text: string) => void;
  /** The file that the full output of Go is appended to. */
  readonly log: string;
}

export interface BuiltTool {
  readonly dir: string;
  readonly cached: boolean;
}

/**
 * Builds the programs of a tool into `<dir>/bin` and its data files into `<dir>/files`, or finds them built.
 * The folder appears whole or not at all, also after a kill or when two processes build the same.
 * Faults: `tool.missing`, `image.build-failed`, `disk.full`, `deadline.passed`, `cancelled`.
 */
export async function buildTool(tool: ToolDeclaration, options: BuildOptions): Promise<BuiltTool> {
  const go = await findGo(options.signal);
  requireGo(go.version, minimumGo(tool), tool.name);
  const parent = join(options.cacheDir, 'tools', tool.name);
  const dir = join(parent, toolHash(tool.sources, go));
  if (await exists(dir)) return { dir, cached: true };

  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent);
  const draft = await mkdtemp(join(parent, `.draft-${process.pid}-`));
  try {
    await fill(draft, tool, options);
    await publish(draft, dir);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { dir, cached: false };
}

async function fill(draft: string, tool: ToolDeclaration, options: BuildOptions): Promise<void> {
  const out = join(draft, 'out');
  const cwd = join(draft, 'source');
  await Promise.all(
    [cwd, join(out, 'bin'), join(out, 'files')].map((path) => mkdir(path, { recursive: true })),
  );
  // From the text that was hashed, not from the folder, which may have changed since.
  await Promise.all(listSources(tool.sources).map(({ name, text }) => writeFile(join(cwd, name), text)));

  const run = { cwd, signal: options.signal, log: options.log };
  for (const [program, target] of Object.entries(tool.programs)) {
    const started = Date.now();
    const file = join(out, 'bin', program);
    await runGo([...buildArgs(tool), '-o', file, target], run);
    const { size } = await stat(file);
    options.note(
      `${program}: ${Math.round(size / 1e6)} MB in ${Math.round((Date.now() - started) / 1000)} s`,
    );
  }
  for (const wanted of tool.files) {
    const found = (await runGo(['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', wanted.module], run)).trim();
    await copyModuleFiles(join(found, wanted.from), join(out, 'files', wanted.to), wanted).catch(
      (cause: unknown) => {
        throw new Fault('image.build-failed', `${wanted.from} of ${wanted.module} could not be copied.`, {
          remedy: `Correct \`files\` in labs/images/tools/${tool.name}/tool.yaml.`,
          cause,
        });
      },
    );
  }
}

function buildArgs(tool: ToolDeclaration): string[] {
  return [
    'build',
    // go.mod and go.sum name every version: a build that wants another one fails instead of choosing.
    '-mod=readonly',
    '-trimpath',
    '-buildvcs=false',
    ...(tool.tags.length > 0 ? ['-tags', tool.tags.join(',')] : []),
    ...(tool.ldflags ? ['-ldflags', tool.ldflags] : []),
  ];
}

/** Moves the finished build to its name; when another process was first, its result is as good as ours. */
async function publish(draft: string, dir: string): Promise<void> {
  try {
    await rename(join(draft, 'out'), dir);
  } catch (cause) {
    if (!(await exists(dir))) throw cause;
  }
}

/** Drafts whose process is gone were left by a kill. */
async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^\.draft-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await rm(join(parent, name), { recursive: true, force: true });
  }
}

function minimumGo(tool: ToolDeclaration): string {
  return /^go (\S+)$/m.exec(tool.sources['go.mod'])?.[1] ?? '1.26';
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
