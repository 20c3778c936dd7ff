import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Fault } from '#domain/fault.ts';

/** As `from`: there is no image below. */
export const nothing = 'scratch';

const Path = z.string().startsWith('/');

/** A container image that the built image carries inside, for its own engine. */
const Carried = z.union([
  z.strictObject({ image: z.string() }),
  z.strictObject({ program: z.string() }),
  z.strictObject({ file: Path, entrypoint: z.array(z.string()).min(1) }),
]);
export type Carried = z.infer<typeof Carried>;

const Config = z.strictObject({
  user: z.string().optional(),
  workdir: Path.optional(),
  env: z.record(z.string(), z.string()).default({}),
  entrypoint: z.array(z.string()).default([]),
  cmd: z.array(z.string()).default([]),
  stopSignal: z.string().optional(),
  volumes: z.array(Path).default([]),
});
export type ImageConfig = z.infer<typeof Config>;

const Machine = z.strictObject({
  hostname: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be a name of a machine'),
  /** Folders that begin as the image below has them, and of which nothing is kept. */
  discards: z.array(Path).default([]),
});
export type BuildMachine = z.infer<typeof Machine>;

const Body = z.strictObject({
  purpose: z.string().min(1),
  /** The image below or `scratch`, and optionally the public image that may stand in its place. */
  from: z.string().optional(),
  upstream: z.string().optional(),
  debian: z.strictObject({ suite: z.string(), pull: z.string() }).optional(),
  packages: z.array(z.string()).default([]),
  /** Single packages from Debian sid: nothing else may come from there. */
  sid: z.array(z.string()).default([]),
  programs: z.record(z.string(), Path).default({}),
  /** Data that a tool's module carries: name below the tool's files, then the place in the image. */
  data: z.record(z.string(), Path).default({}),
  carries: z.record(z.string(), Carried).default({}),
  /** The setup script needs mounts or an engine of its own. */
  privileged: z.boolean().default(false),
  /** The setup script runs in a machine that has started as the image below does; what has then become of it is the image. */
  machine: Machine.optional(),
  config: Config.default({ env: {}, entrypoint: [], cmd: [], volumes: [] }),
});

/** One image as declared by `labs/images/<name>/image.yaml`, beside `files/` and `setup.sh`. */
export type Declaration = z.infer<typeof Body> & { name: string; folder: string };

/** Reads every `<dir>/<name>/image.yaml`. A wrong declaration is a fault that names file and key. */
export async function loadDeclarations(dir: string): Promise<Map<string, Declaration>> {
  const found = new Map<string, Declaration>();
  for (const name of (await readdir(dir)).sort()) {
    const file = join(dir, name, 'image.yaml');
    if (await isFile(file))
      found.set(name, { ...read(file, await readFile(file, 'utf8')), name, folder: join(dir, name) });
  }
  for (const image of found.values()) checkReferences(image, found);
  return found;
}

/** Whether a plain file lies at `path`. */
export const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() ?? false;

function read(file: string, text: string): z.infer<typeof Body> {
  const result = Body.safeParse(parse(text));
  if (result.success) return result.data;
  throw new Fault('config.invalid', `${file}: ${z.prettifyError(result.error)}`, {
    remedy: 'Correct the declaration of the image.',
  });
}

function checkReferences(image: Declaration, all: ReadonlyMap<string, Declaration>): void {
  if ((image.from === undefined) === (image.debian === undefined)) {
    throw wrong(image, 'needs exactly one of "from" and "debian"');
  }
  if (image.machine && !image.privileged) {
    throw wrong(image, 'starts as a machine, and must be "privileged" for that');
  }
  for (const other of dependencies(image)) {
    if (!all.has(other)) throw wrong(image, `names the image "${other}", which is not declared`);
  }
}

const wrong = (image: Declaration, what: string): Fault =>
  new Fault('config.invalid', `The image "${image.name}" ${what}.`, {
    remedy: `Correct ${join(image.folder, 'image.yaml')}.`,
  });

/** The other declared images that must exist before this one can be built. */
export function dependencies(image: Declaration): string[] {
  const carried = Object.values(image.carries).flatMap((item) => ('image' in item ? [item.image] : []));
  return [...(image.from === undefined || image.from === nothing ? [] : [image.from]), ...carried];
}
