import type { ImageKeys } from './image-key.ts';

/** `cks-lab/<name>:<key>`. */
export const imageRef = async (name: string, keys: ImageKeys): Promise<string> =>
  `cks-lab/${name}:${await keys.image(name)}`;

/** A finished part of an image that is not yet one. */
export const stepTag = (key: string): string => `cks-lab/step:${key}`;

/** A root file system without anything of ours. */
export const rootTag = (name: string): string => `cks-lab/root:${name}`;

const upstream = 'cks-lab/upstream:';

/** Named after what was pulled, so that another version is another image. */
export const upstreamTag = (reference: string): string => `${upstream}${reference.replace(/[^\w.]+/g, '-')}`;

export const isUpstream = (tag: string): boolean => tag.startsWith(upstream);
