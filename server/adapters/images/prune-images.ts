import type Docker from 'dockerode';
import { type ImageMakings, imageRef } from './image-steps.ts';

/** Removes images of the given names, and build steps, that no current declaration leads to and no container uses. */
export async function pruneImages(
  names: readonly string[],
  makings: ImageMakings,
  docker: Docker,
): Promise<{ removed: string[]; freedBytes: number }> {
  const keep = new Set<string>(['cks-lab/root:bookworm', 'cks-lab/root:upstream-node']);
  for (const name of names) {
    keep.add(await imageRef(name, makings.keys));
    keep.add(`cks-lab/step:${await makings.keys.packages(name)}`);
  }
  const ours = (await docker.listImages()).flatMap((image) =>
    (image.RepoTags ?? [])
      .filter((tag) => tag.startsWith('cks-lab/'))
      .map((tag) => ({ tag, size: image.Size })),
  );
  const used = new Set((await docker.listContainers({ all: true })).map((container) => container.Image));
  const removed: string[] = [];
  const before = await layersSize(docker);
  for (const { tag } of ours) {
    if (keep.has(tag) || used.has(tag)) continue;
    await docker.getImage(tag).remove();
    removed.push(tag);
  }
  return { removed, freedBytes: Math.max(0, before - (await layersSize(docker))) };
}

async function layersSize(docker: Docker): Promise<number> {
  const usage = (await docker.df()) as { LayersSize?: number };
  return usage.LayersSize ?? 0;
}
