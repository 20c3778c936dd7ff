import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { Declaration } from './declaration.ts';
import type { ImageMakings } from './image-steps.ts';
import { imageRef, rootTag, stepTag, upstreamTag } from './image-tags.ts';

/**
 * Removes images and build steps that no declaration leads to and no container uses, and layers kept for building. With an age
 * only images that are at least so old, and no layers.
 */
export async function pruneImages(
  images: readonly Declaration[],
  makings: ImageMakings,
  docker: Docker,
  olderThanMs: number,
): Promise<{ removed: string[]; freedBytes: number }> {
  const keep = await wantedTags(images, makings);
  const used = new Set((await docker.listContainers({ all: true })).map((container) => container.Image));
  const before = Date.now() - olderThanMs;
  const present = (await docker.listImages())
    .filter((image) => image.Created * 1000 <= before)
    .flatMap((image) => image.RepoTags ?? []);
  const unwanted = present.filter((tag) => tag.startsWith('cks-lab/') && !keep.has(tag) && !used.has(tag));
  const sizeBefore = await layersSize(docker);
  const removed: string[] = [];
  for (const tag of unwanted) if (await untagged(docker, tag)) removed.push(tag);
  if (olderThanMs === 0) await rm(join(makings.cacheDir, 'layers'), { recursive: true, force: true });
  return { removed, freedBytes: Math.max(0, sizeBefore - (await layersSize(docker))) };
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
