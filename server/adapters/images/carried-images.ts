import { buildLabel } from './build-container.ts';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import type { Carried } from './declaration.ts';
import { isFile } from './declaration.ts';
import { type Entry, fileEntry, packed } from './tar-pack.ts';

/** What a carried image is made of, resolved to things that exist. */
export type CarrySource =
  | { kind: 'image'; ref: string }
  | { kind: 'program'; file: string }
  | { kind: 'file'; from: string; path: string; entrypoint: readonly string[] };

interface ContainerConfig {
  Env: string[];
  Entrypoint: string[] | null;
  Cmd: string[] | null;
  User: string;
  WorkingDir: string;
}

const emptyConfig: ContainerConfig = {
  Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  Entrypoint: null,
  Cmd: null,
  User: '',
  WorkingDir: '/',
};

/**
 * An image archive of one layer, as entries below `at`. One layer because a layer that removes files cannot be unpacked
 * inside an overlay, and because equal files of several archives can then be linked to each other.
 */
export async function carriedImage(
  docker: Docker,
  name: string,
  source: CarrySource,
  o: { at: string; cacheFile: string },
): Promise<Entry[]> {
  if (!(await isFile(o.cacheFile))) await writeWhole(o.cacheFile, await layerStream(docker, source));
  const config = await configOf(docker, source);
  const document = {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: [`sha256:${await sha256(o.cacheFile)}`] },
  };
  const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }];
  return [
    { kind: 'folder', path: o.at, mode: 0o755 },
    { kind: 'text', path: `${o.at}/manifest.json`, mode: 0o644, text: JSON.stringify(manifest) },
    { kind: 'text', path: `${o.at}/config.json`, mode: 0o644, text: JSON.stringify(document) },
    await fileEntry(o.cacheFile, `${o.at}/layer.tar`),
  ];
}

async function layerStream(docker: Docker, source: CarrySource): Promise<NodeJS.ReadableStream> {
  if (source.kind === 'program') {
    return packed([await fileEntry(source.file, programPath(source.file).slice(1))]);
  }
  const container = await docker.createContainer({
    Image: source.kind === 'image' ? source.ref : source.from,
    Cmd: ['/bin/true'],
    Labels: { [buildLabel]: String(process.pid) },
  });
  const stream =
    source.kind === 'image' ? await container.export() : await container.getArchive({ path: source.path });
  const remove = (): void => {
    container.remove({ force: true, v: true }).catch((error: unknown) => stream.emit('error', error));
  };
  stream.once('end', remove).once('error', remove);
  return stream;
}

async function configOf(docker: Docker, source: CarrySource): Promise<ContainerConfig> {
  if (source.kind === 'program') return { ...emptyConfig, Entrypoint: [programPath(source.file)] };
  if (source.kind === 'file') return { ...emptyConfig, Entrypoint: [...source.entrypoint] };
  const { Config } = await docker.getImage(source.ref).inspect();
  return {
    Env: Config.Env ?? [],
    Entrypoint: asList(Config.Entrypoint),
    Cmd: asList(Config.Cmd),
    User: Config.User,
    WorkingDir: Config.WorkingDir,
  };
}

const programPath = (file: string): string => `/usr/local/bin/${basename(file)}`;

const asList = (value: string | string[] | undefined | null): string[] | null =>
  value === undefined || value === null ? null : [value].flat();

/** A file appears under its name only when it is whole. */
async function writeWhole(file: string, stream: NodeJS.ReadableStream): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await pipeline(stream, createWriteStream(partial));
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** Where the layer of a carried image is kept between builds. */
export function layerFile(cacheDir: string, carried: Carried, key: string): string {
  const name = 'image' in carried ? carried.image : 'program' in carried ? carried.program : carried.file;
  return join(cacheDir, 'layers', `${name.split('/').at(-1)}-${key}.tar`);
}
