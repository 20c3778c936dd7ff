import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { Fault } from '#domain/fault.ts';
import { type BuildOptions, buildTool } from './go-tools.ts';
import type { KeySource } from './image-key.ts';
import { type Entry, entriesBelow, fileEntry } from './tar-pack.ts';
import { listSources, loadTools, type ToolDeclaration } from './tool-declaration.ts';

/** The programs that images ask for by name, built when first asked for. */
export interface Programs extends KeySource {
  /** The built program's file on this machine. */
  file(program: string, options: BuildOptions): Promise<string>;
  /** A tool's data, file or folder, as archive entries at `path`. */
  data(name: string, path: string, options: BuildOptions): Promise<Entry[]>;
}

/** One compiler at a time: each already uses every core. */
const compiler = new PQueue({ concurrency: 1 });

export async function loadPrograms(toolsDir: string): Promise<Programs> {
  const tools = await loadTools(toolsDir);
  const maker = (program: string): ToolDeclaration =>
    found(
      tools.find((tool) => Object.hasOwn(tool.programs, program)),
      program,
    );
  const carrier = (name: string): ToolDeclaration =>
    found(
      tools.find((tool) => tool.files.some((file) => within(name, file.to))),
      name,
    );
  const built = (tool: ToolDeclaration, options: BuildOptions): Promise<{ dir: string }> =>
    compiler.add(() => buildTool(tool, options));

  return {
    programKey: (program) => Promise.resolve(toolKey(maker(program))),
    dataKey: (name) => Promise.resolve(toolKey(carrier(name))),
    file: async (program, options) => join((await built(maker(program), options)).dir, 'bin', program),
    data: async (name, path, options) => {
      const source = join((await built(carrier(name), options)).dir, 'files', name);
      const at = path.slice(1);
      return (await stat(source)).isDirectory() ? entriesBelow(source, at) : [await fileEntry(source, at)];
    },
  };
}

const within = (name: string, folder: string): boolean => name === folder || name.startsWith(`${folder}/`);

/** From the declaration alone, so that the name of an image is known where no compiler is installed. */
function toolKey(tool: ToolDeclaration): string {
  const hash = createHash('sha256');
  for (const { name, text } of listSources(tool.sources)) hash.update(`${name}\n${text}\n`);
  return hash.digest('hex');
}

function found(tool: ToolDeclaration | undefined, wanted: string): ToolDeclaration {
  if (tool) return tool;
  throw new Fault('config.invalid', `No tool below labs/images/tools makes "${wanted}".`, {
    remedy: 'Declare it there, or correct the image that asks for it.',
  });
}
