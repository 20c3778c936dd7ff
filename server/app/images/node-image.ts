import type { ImageStatus } from '#contract/api.ts';
import type { ImageName } from '#ports/image-builder.ts';

/** What the nodes of a cluster are made of: the image that boots by itself where it could be made, else the one that kind needs. */
export function nodeImage(images: readonly Pick<ImageStatus, 'name' | 'state'>[]): ImageName {
  const isBaked = images.some(({ name, state }) => name === 'baked-node' && state === 'ready');
  return isBaked ? 'baked-node' : 'node';
}
