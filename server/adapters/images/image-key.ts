import { createHash, type Hash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Declaration, dependencies, isFile, nothing } from './declaration.ts';
import { entriesBelow, fileEntry, type Entry } from './tar-pack.ts';

/** Raise it when the way of building changes what comes out of an unchanged declaration. */
const recipe = 'recipe-3';

export interface KeySource {
  /** The key of the tool that makes this program. */
  programKey(program: string): Promise<string>;
  /** The key of the tool whose module carries this data folder. */
  dataKey(name: string): Promise<string>;
}

export interface ImageKeys {
  /** Twelve characters that change whenever anything the image is made of changes. */
  image(name: string): Promise<string>;
  /** The same for the image with its packages only, before files and setup. */
  packages(name: string): Promise<string>;
}

/** Keys of declared images, each computed once. */
export function imageKeys(
  images: ReadonlyMap<string, Declaration>,
  source: KeySource,
  variant: string,
): ImageKeys {
  const whole = new Map<string, Promise<string>>();
  const keys: ImageKeys = {
    image: (name) => remember(whole, name, () => wholeKey(wanted(images, name), keys, source)),
    packages: (name) => packagesKey(wanted(images, name), keys, variant),
  };
  return keys;
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function wanted(images: ReadonlyMap<string, Declaration>, name: string): Declaration {
  const image = images.get(name);
  if (!image) throw new Error(`the image ${name} is not declared`);
  return image;
}

async function packagesKey(image: Declaration, keys: ImageKeys, variant: string): Promise<string> {
  const parent = await parentKey(image, keys);
  const upstream = image.upstream === undefined ? '' : `${variant} ${image.upstream}`;
  return digest([recipe, parent, upstream, ...image.packages, '|', ...image.sid]);
}

async function parentKey(image: Declaration, keys: ImageKeys): Promise<string> {
  if (image.from === undefined) return JSON.stringify(image.debian);
  return image.from === nothing ? nothing : keys.image(image.from);
}

async function wholeKey(image: Declaration, keys: ImageKeys, source: KeySource): Promise<string> {
  const { purpose: _, name: __, folder: ___, ...built } = image;
  const below = await Promise.all(dependencies(image).map((other) => keys.image(other)));
  const programs = [...Object.keys(image.programs), ...carriedPrograms(image)];
  const tools = await Promise.all([
    ...programs.map((program) => source.programKey(program)),
    ...Object.keys(image.data).map((name) => source.dataKey(name)),
  ]);
  const hash = createHash('sha256').update(
    JSON.stringify([built, await keys.packages(image.name), below, tools]),
  );
  for (const entry of await ownFiles(image)) await addEntry(hash, entry);
  return hash.digest('hex').slice(0, 12);
}

/** Programs that go into carried container images rather than into the image itself. */
export function carriedPrograms(image: Declaration): string[] {
  return Object.values(image.carries).flatMap((item) => ('program' in item ? [item.program] : []));
}

async function ownFiles(image: Declaration): Promise<Entry[]> {
  const setup = join(image.folder, 'setup.sh');
  const files = join(image.folder, 'files');
  const carries = Object.keys(image.carries).length > 0;
  return [
    ...(carries ? await entriesBelow(join(dirname(image.folder), 'lib'), 'lib') : []),
    ...((await isFile(setup)) ? [await fileEntry(setup, 'setup.sh')] : []),
    ...(existsSync(files) ? await entriesBelow(files, 'files') : []),
  ];
}

async function addEntry(hash: Hash, entry: Entry): Promise<void> {
  hash.update(JSON.stringify([entry.path, entry.kind, entry.mode]));
  if (entry.kind === 'link') hash.update(entry.target);
  if (entry.kind === 'file')
    for await (const chunk of createReadStream(entry.source)) hash.update(chunk as Buffer);
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
