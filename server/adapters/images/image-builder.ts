import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { ImageBuilder } from '#ports/image-builder.ts';
import { removeLeftovers } from './build-leftovers.ts';
import { BuildPass } from './build-pass.ts';
import { loadDeclarations } from './declaration.ts';
import { requireSpace } from './disk-space.ts';
import { imageKeys } from './image-key.ts';
import { statusOf } from './image-status.ts';
import type { ImageMakings, NodeBase } from './image-steps.ts';
import { imageRef } from './image-tags.ts';
import { loadPrograms } from './programs.ts';
import { pruneImages } from './prune-images.ts';

export interface ImageBuilderOptions {
  readonly docker: Docker;
  /** Holds `<image>/image.yaml` and `tools/`. */
  readonly imagesDir: string;
  readonly cacheDir: string;
  readonly caBundle: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nodeBase: NodeBase;
  readonly cores: number;
  /** How long a registry may be silent before it counts as absent; 10 s without it. */
  readonly registryWithinMs?: number;
}

/** Room for every image, the carried layers and the compiler's caches. */
const neededBytes = 12 * 1024 ** 3;

export async function imageBuilder(options: ImageBuilderOptions): Promise<ImageBuilder> {
  const images = await loadDeclarations(options.imagesDir);
  const programs = await loadPrograms(join(options.imagesDir, 'tools'));
  const keys = imageKeys(images, programs, options.nodeBase);
  const makings: ImageMakings = {
    keys,
    programs,
    trust: { caBundle: options.caBundle, env: options.env },
    cacheDir: options.cacheDir,
    nodeBase: options.nodeBase,
    registryWithinMs: options.registryWithinMs,
  };
  return {
    ref: (name) => imageRef(name, keys),
    list: () => Promise.all([...images.values()].map((image) => statusOf(image, makings, options.docker))),
    build: async (names, run) => {
      await prepare(options);
      await new BuildPass({ images, makings, docker: options.docker, cores: options.cores, run }).all(names);
    },
    prune: (_signal, { olderThanMs = 0 } = {}) =>
      pruneImages([...images.values()], makings, options.docker, olderThanMs),
  };
}

async function prepare(options: ImageBuilderOptions): Promise<void> {
  await mkdir(join(options.cacheDir, 'logs'), { recursive: true });
  const { DockerRootDir } = (await options.docker.info()) as { DockerRootDir: string };
  await requireSpace(DockerRootDir, neededBytes);
  await requireSpace(options.cacheDir, neededBytes);
  await removeLeftovers(options.docker);
}
