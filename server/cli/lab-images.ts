import type { ImageName } from '#ports/image-builder.ts';

/** What labs are started from; every other image is only built on the way. Small ones first, so that host labs start early. */
export const labImages: readonly ImageName[] = ['observer', 'workstation', 'host', 'node', 'baked-node'];

export const isLabImage = ({ name }: { name: string }): boolean => labImages.some((known) => known === name);
