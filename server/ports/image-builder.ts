import type { ImageStatus } from '#contract/api.ts';
import type { Run } from './run.ts';

export type ImageName =
  | 'base'
  | 'baked-node'
  | 'cilium'
  | 'host'
  | 'node'
  | 'observer'
  | 'workloads'
  | 'workstation';

/** Builds the images that labs are made of, from a declared list. Building twice is the same as once. */
export interface ImageBuilder {
  /** The state of every declared image, as the engine and the cache tell. */
  list(signal: AbortSignal): Promise<ImageStatus[]>;
  /** The content-addressed reference of an image, built or not. */
  ref(name: ImageName): Promise<string>;
  /**
   * Builds the named images and what they need; what exists is kept.
   * @throws Fault `image.build-failed`, `disk.full`, `tool.missing`, `cancelled`
   */
  build(names: readonly ImageName[], run: Run & { onImage(status: ImageStatus): void }): Promise<void>;
  /**
   * Removes images and cache entries that no current declaration leads to; says how much was freed. With `olderThanMs` only images
   * that are at least so old go, and what builds need stays.
   */
  prune(
    signal: AbortSignal,
    only?: { readonly olderThanMs?: number },
  ): Promise<{ removed: string[]; freedBytes: number }>;
}
