import type Docker from 'dockerode';
import type { ImageStatus } from '#contract/api.ts';
import type { Declaration } from './declaration.ts';
import { imageOf } from './engine-images.ts';
import type { ImageMakings } from './image-steps.ts';
import { imageRef } from './image-tags.ts';

/** Ready or missing: what is being built is known to its builder only. */
export async function statusOf(
  image: Declaration,
  makings: ImageMakings,
  docker: Docker,
): Promise<ImageStatus> {
  const ref = await imageRef(image.name, makings.keys);
  const common = { name: image.name, ref, purpose: image.purpose, steps: [] };
  const built = await imageOf(docker, ref);
  return built ? { ...common, state: 'ready', sizeBytes: built.Size } : { ...common, state: 'missing' };
}
