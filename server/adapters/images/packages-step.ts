import { suite } from '#adapters/debian/apt-install.ts';
import { Fault } from '#domain/fault.ts';
import { assetEntry } from './asset-entry.ts';
import { aptLock, type BuildContext, buildLayer } from './build-container.ts';
import { buildEnvironment } from './build-environment.ts';
import { type Declaration, nothing } from './declaration.ts';
import { imageOf } from './engine-images.ts';
import type { ImageMakings } from './image-steps.ts';
import { imageRef, isUpstream, rootTag, stepTag, upstreamTag } from './image-tags.ts';
import { makeEmptyRoot, makeRootFs, pullAs } from './root-fs.ts';
import type { Entry } from './tar-pack.ts';

/** The image below with the declared packages; kept under a tag of its own, since it takes the longest. */
export async function packagesStep(
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
        ...(await buildEnvironment(isUpstream(from) ? undefined : suite, image.sid, makings.trust)),
        list('packages', image.packages),
        list('sid', image.sid),
        await assetEntry('install-packages.sh'),
      ],
      command: ['flock', aptLock, '/bin/sh', '/build/install-packages.sh'],
      privileged: false,
      machine: undefined,
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
    const tag = rootTag(image.debian.suite);
    if (!(await imageOf(context.docker, tag)))
      await makeRootFs(image.debian, tag, { ...context, cacheDir: makings.cacheDir });
    return tag;
  }
  if (image.upstream !== undefined && makings.nodeBase !== 'source') {
    const tag = upstreamTag(image.upstream);
    if (await imageOf(context.docker, tag)) return tag;
  }
  if (image.from === undefined) throw new Error(`${image.name} has nothing below it`);
  if (image.from === nothing) {
    const tag = rootTag('empty');
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
  const why = await pullAs(image.upstream, tag, context);
  if (why === undefined) return true;
  if (makings.nodeBase === 'upstream') throw noUpstream(image, why);
  context.note('no registry answers: using our own base');
  return false;
}

const noUpstream = (image: Declaration, why: string): Fault =>
  new Fault('image.build-failed', `${image.upstream} could not be pulled: ${why}.`, {
    remedy: 'Connect the machine to a registry, or set node.base to "source" to build the base here.',
  });
