import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from '#adapters/debian/apt-install.ts';
import { assetEntry } from './asset-entry.ts';
import { aptLock, type BuildContext, buildLayer } from './build-container.ts';
import { buildEnvironment, type MachineTrust } from './build-environment.ts';
import { type CarrySource, carriedImage, layerFile } from './carried-images.ts';
import { type Carried, type Declaration, isFile } from './declaration.ts';
import type { ImageKeys } from './image-key.ts';
import { imageRef } from './image-tags.ts';
import { packagesStep } from './packages-step.ts';
import type { Programs } from './programs.ts';
import { type Entry, entriesBelow, fileEntry } from './tar-pack.ts';

/** Whether an image with a public stand-in for its base uses it: when a registry answers, always, or never. */
export type NodeBase = 'auto' | 'upstream' | 'source';

export interface ImageMakings {
  readonly keys: ImageKeys;
  readonly programs: Programs;
  readonly trust: MachineTrust;
  readonly cacheDir: string;
  readonly nodeBase: NodeBase;
  /** How long a registry may be silent before it counts as absent; 10 s without it. */
  readonly registryWithinMs?: number | undefined;
}

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
      command: hasSetup ? setupCommand(image) : undefined,
      privileged: image.privileged,
      machine: image.machine,
      tag: await imageRef(image.name, makings.keys),
      labels: { 'cks-lab/image': image.name, 'cks-lab/step': 'image' },
      config: image.config,
    },
    context,
  );
}

/** A privileged script has no network and so asks for no packages, but may take long: it waits for nobody. */
const setupCommand = ({ privileged }: Declaration): string[] => [
  ...(privileged ? [] : ['flock', aptLock]),
  '/bin/sh',
  '/build/run-setup.sh',
];

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
    ...(await buildEnvironment(suite, [], makings.trust)),
    { ...(await fileEntry(setup, 'setup.sh')), mode: 0o755 },
    await assetEntry('run-setup.sh'),
  ];
  if (Object.keys(image.carries).length === 0) return entries;
  entries.push(
    { kind: 'folder', path: 'lib', mode: 0o755 },
    { kind: 'folder', path: 'carried', mode: 0o755 },
  );
  entries.push(...(await entriesBelow(join(dirname(image.folder), 'lib'), 'lib')));
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
