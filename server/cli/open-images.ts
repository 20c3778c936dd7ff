import { availableParallelism } from 'node:os';
import Docker from 'dockerode';
import { imageBuilder } from '#adapters/images/image-builder.ts';
import type { ImageBuilder, ImageName } from '#ports/image-builder.ts';
import type { Config } from '../config.ts';
import { fromRoot } from './places.ts';

/** What labs are started from; every other image is only built on the way. Small ones first, so that host labs start early. */
export const labImages: readonly ImageName[] = ['observer', 'workstation', 'host', 'node'];

export const isLabImage = ({ name }: { name: string }): boolean => labImages.some((known) => known === name);

/** The image builder of this installation, for commands that run without the server. */
export const openImages = (config: Config): Promise<ImageBuilder> =>
  imageBuilder({
    docker: new Docker(),
    imagesDir: fromRoot('labs/images'),
    cacheDir: config.cacheDir,
    caBundle: config.caBundle,
    env: process.env,
    nodeBase: config.nodeBase,
    cores: availableParallelism(),
  });
