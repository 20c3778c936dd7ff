import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '#domain/fault.ts';
import { type BuildContext, buildLayer } from './build-container.ts';
import { buildEnvironment, type MachineTrust } from './build-environment.ts';
import { carriedImage, type CarrySource, layerFile } from './carried-images.ts';
import { type Carried, type Declaration, isFile, nothing } from './declaration.ts';
import type { ImageKeys } from './image-key.ts';
import type { Programs } from './programs.ts';
import { imageOf } from './engine-images.ts';
import { makeEmptyRoot, makeRootFs, pullAs } from './root-fs.ts';
import { type Entry, entriesBelow, fileEntry } from './tar-pack.ts';

/** Whether an image with a public stand-in for its base uses it: when a registry answers, always, or never. */
export type NodeBase = 'auto' | 'upstream' | 'source';

export interface ImageMakings {
  readonly keys: ImageKeys;
  readonly programs: Programs;
  readonly trust: MachineTrust;
  readonly cacheDir: string;
  readonly nodeBase: NodeBase;
}

const packageSuite = 'bookworm';

/** Named after what was pulled, so that another version is another image. */
const upstreamTag = (reference: string): string => `cks-lab/upstream:${reference.replace(/[^\w.]+/g, '-')}`;
/** A public base brings package sources of its own, which may be of another suite. */
const suiteFor = (from: string): string | undefined =>
  from.startsWith('cks-lab/upstream:') ? undefined : packageSuite;
const asset = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');

/** Builds one image whose dependencies are built. Each of its steps is kept under its own tag once it is done. */
export async function buildImage(
  image: Declaration,
  makings: ImageMakings,
  context: BuildContext,
): Promise<void> {
  const from = await packagesStep(image, makings, context);
  const setup = join(image.folder, 'setup.sh');
  const hasSetup = await isFile(setup);
  context.note('collecting files and programs');
  await buildLayer(
    {
      image: image.name,
      from,
      files: await imageFiles(image, makings, context),
      build: hasSetup ? await setupFiles(image, setup, from, makings, context) : [],
      command: hasSetup ? ['/bin/sh', '/build/run-setup.sh'] : undefined,
      privileged: image.privileged,
      tag: await imageRef(image.name, makings.keys),
      labels: { 'cks-lab/image': image.name, 'cks-lab/step': 'image' },
      config: image.config,
    },
    context,
  );
}

/** `cks-lab/<name>:<key>`. */
export const imageRef = async (name: string, keys: ImageKeys): Promise<string> =>
  `cks-lab/${name}:${await keys.image(name)}`;

async function packagesStep(
  image: Declaration,
  makings: ImageMakings,
  context: BuildContext,
): Promise<string> {
  const tag = stepTag(await makings.keys.packages(image.name));
  if (await imageOf(context.docker, tag)) return tag;
  const from = await below(image, makings, context);
  if (image.packages.length + image.sid.length === 0) return from;
  context.note(`installing ${image.packages.length + image.sid.length} packages`);
  const list = (path: string, names: readonly string[]): Entry => ({
    kind: 'text',
    path,
    mode: 0o644,
    text: names.join('\n'),
  });
  await buildLayer(
    {
      image: image.name,
      from,
      files: [],
      build: [
        ...(await buildEnvironment(suiteFor(from), image.sid, makings.trust)),
        list('packages', image.packages),
        list('sid', image.sid),
        { kind: 'text', path: 'install-packages.sh', mode: 0o755, text: await asset('install-packages.sh') },
      ],
      command: ['/bin/sh', '/build/install-packages.sh'],
      privileged: false,
      tag,
      labels: { 'cks-lab/image': '', 'cks-lab/step': image.name },
      config: undefined,
    },
    context,
  );
  return tag;
}

/** The image that the packages go on: the one below, a public one in its place, or a fresh root file system. */
async function below(image: Declaration, makings: ImageMakings, context: BuildContext): Promise<string> {
  if (image.debian) {
    const tag = `cks-lab/root:${image.debian.suite}`;
    if (!(await imageOf(context.docker, tag))) await makeRootFs(image.debian, tag, context);
    return tag;
  }
  if (image.upstream !== undefined && makings.nodeBase !== 'source') {
    const tag = upstreamTag(image.upstream);
    if (await imageOf(context.docker, tag)) return tag;
  }
  if (image.from === undefined) throw new Error(`${image.name} has nothing below it`);
  if (image.from === nothing) {
    const tag = 'cks-lab/root:empty';
    if (!(await imageOf(context.docker, tag))) await makeEmptyRoot(tag, context);
    return tag;
  }
  return imageRef(image.from, makings.keys);
}

/**
 * Fetches the public image that may stand in the place of our own base; false when no registry answers and our own
 * base may be used.
 */
export async function takeUpstream(
  image: Declaration,
  makings: ImageMakings,
  context: BuildContext,
): Promise<boolean> {
  if (image.upstream === undefined || makings.nodeBase === 'source') return false;
  const tag = upstreamTag(image.upstream);
  if (await imageOf(context.docker, tag)) return true;
  context.note(`asking for ${image.upstream}`);
  if (await pullAs(image.upstream, tag, context)) return true;
  if (makings.nodeBase === 'upstream') throw noUpstream(image);
  context.note('no registry answers: using our own base');
  return false;
}

const noUpstream = (image: Declaration): Fault =>
  new Fault('image.build-failed', `${image.upstream} could not be pulled.`, {
    remedy: 'Connect the machine to a registry, or set node.base to "source" to build the base here.',
  });

async function imageFiles(
  image: Declaration,
  makings: ImageMakings,
  context: BuildContext,
): Promise<Entry[]> {
  const options = toolOptions(makings, context);
  const files = join(image.folder, 'files');
  const entries = existsSync(files) ? await entriesBelow(files, '') : [];
  for (const [program, path] of Object.entries(image.programs)) {
    const built = await fileEntry(await makings.programs.file(program, options), path.slice(1));
    entries.push({ ...built, mode: 0o755 });
  }
  for (const [name, path] of Object.entries(image.data)) {
    entries.push(...(await makings.programs.data(name, path, options)));
  }
  return entries;
}

async function setupFiles(
  image: Declaration,
  setup: string,
  from: string,
  makings: ImageMakings,
  context: BuildContext,
): Promise<Entry[]> {
  const entries: Entry[] = [
    ...(await buildEnvironment(packageSuite, [], makings.trust)),
    { kind: 'folder', path: 'lib', mode: 0o755 },
    ...(await entriesBelow(join(dirname(image.folder), 'lib'), 'lib')),
    { ...(await fileEntry(setup, 'setup.sh')), mode: 0o755 },
    { kind: 'text', path: 'run-setup.sh', mode: 0o755, text: await asset('run-setup.sh') },
    { kind: 'folder', path: 'carried', mode: 0o755 },
  ];
  for (const [index, [name, carried]] of Object.entries(image.carries).entries()) {
    const source = await carrySource(carried, from, makings, context);
    const cacheFile = layerFile(makings.cacheDir, carried, await carryKey(image, carried, makings));
    entries.push(
      ...(await carriedImage(context.docker, name, source, { at: `carried/${index}`, cacheFile })),
    );
  }
  return entries;
}

async function carrySource(
  carried: Carried,
  from: string,
  makings: ImageMakings,
  context: BuildContext,
): Promise<CarrySource> {
  if ('image' in carried) return { kind: 'image', ref: await imageRef(carried.image, makings.keys) };
  if ('file' in carried) return { kind: 'file', from, path: carried.file, entrypoint: carried.entrypoint };
  return {
    kind: 'program',
    file: await makings.programs.file(carried.program, toolOptions(makings, context)),
  };
}

async function carryKey(image: Declaration, carried: Carried, makings: ImageMakings): Promise<string> {
  if ('image' in carried) return makings.keys.image(carried.image);
  if ('file' in carried) return makings.keys.packages(image.name);
  return (await makings.programs.programKey(carried.program)).slice(0, 12);
}

const toolOptions = (makings: ImageMakings, context: BuildContext) => ({
  cacheDir: makings.cacheDir,
  signal: context.signal,
  note: context.note,
  log: String(context.log.path),
});

const stepTag = (key: string): string => `cks-lab/step:${key}`;
