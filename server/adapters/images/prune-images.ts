import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { Declaration } from './declaration.ts';
import type { ImageMakings } from './image-steps.ts';
import { imageRef, rootTag, stepTag, upstreamTag } from './image-tags.ts';

/** Removes images and build steps that no declaration leads to and no container uses, and layers kept for building. */
export async function pruneImages(
  images: readonly Declaration[],
  makings: ImageMakings,
  docker: Docker,
): Promise<{ removed: string[]; freedBytes: number }> {
  const keep = await wantedTags(images, makings);
  const used = new Set((await docker.listContainers({ all: true })).map((container) => container.Image));
  const present = (await docker.listImages()).flatMap((image) => image.RepoTags ?? []);
  const unwanted = present.filter((tag) => tag.startsWith('cks-lab/') && !keep.has(tag) && !used.has(tag));
  const before = await layersSize(docker);
  const removed: string[] = [];
  for (const tag of unwanted) if (await untagged(docker, tag)) removed.push(tag);
  await rm(join(makings.cacheDir, 'layers'), { recursive: true, force: true });
  return { removed, freedBytes: Math.max(0, before - (await layersSize(docker))) };
}

/** False when a container came to use it in the meantime. */
async function untagged(docker: Docker, tag: string): Promise<boolean> {
  try {
    await docker.getImage(tag).remove();
    return true;
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 409) return false;
    throw error;
  }
}

async function wantedTags(images: readonly Declaration[], makings: ImageMakings): Promise<Set<string>> {
  const tags = images.map(async (image) => [
    await imageRef(image.name, makings.keys),
    stepTag(await makings.keys.packages(image.name)),
    ...(image.debian ? [rootTag(image.debian.suite)] : []),
    ...(image.upstream === undefined ? [] : [upstreamTag(image.upstream)]),
  ]);
  return new Set((await Promise.all(tags)).flat().concat(rootTag('empty')));
}

async function layersSize(docker: Docker): Promise<number> {
  const usage = (await docker.df()) as { LayersSize?: number };
  return usage.LayersSize ?? 0;
}
