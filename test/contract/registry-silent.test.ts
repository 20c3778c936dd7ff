import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageBuilder } from '#adapters/images/image-builder.ts';
import type { ImageName } from '#ports/image-builder.ts';
import { docker } from './image-trial.ts';

// A registry that takes connections and never answers: behind a broken proxy they all look like this.

const id = randomUUID().slice(0, 8);
const name = `trial-${id}` as ImageName;
const connections = new Set<Socket>();
let registry: Server;
let upstream: string;
let folder: string;

beforeAll(async () => {
  registry = createServer((socket) => {
    connections.add(socket.resume());
    socket.on('error', () => undefined).on('close', () => connections.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(registry, 'listening');
  upstream = `127.0.0.1:${(registry.address() as AddressInfo).port}/silent:1`;
  folder = await mkdtemp(join(tmpdir(), 'registry-silent-'));
  await cp(new URL('../../labs/images/base', import.meta.url).pathname, join(folder, 'base'), {
    recursive: true,
  });
  await mkdir(join(folder, 'tools'));
  await mkdir(join(folder, name));
  const image = `purpose: for a test\nfrom: base\nupstream: ${upstream}\nconfig: { cmd: [sh, -c, echo] }\n`;
  await writeFile(join(folder, name, 'image.yaml'), image);
});
afterAll(async () => {
  for (const socket of connections) socket.destroy();
  registry.close();
  await rm(folder, { recursive: true, force: true });
});

async function build(signal: AbortSignal, registryWithinMs: number): Promise<void> {
  const builder = await imageBuilder({
    docker,
    imagesDir: folder,
    cacheDir: join(folder, 'cache'),
    caBundle: undefined,
    env: {},
    nodeBase: 'upstream',
    cores: 1,
    registryWithinMs,
  });
  await builder.build([name], { signal, onStep: () => undefined, onImage: () => undefined });
}

test('is given up after its time, and the fault says which one and what else there is', async () => {
  await expect(build(new AbortController().signal, 1500)).rejects.toMatchObject({
    code: 'image.build-failed',
    message: expect.stringContaining(`${upstream} could not be pulled: its registry said nothing for 1.5 s`),
    remedy: expect.stringContaining('source'),
  });
});

test('is not waited for by whoever stops the build', async () => {
  const stop = new AbortController();
  const building = build(stop.signal, 60_000);
  await once(registry, 'connection');
  stop.abort(new Error('no longer wanted'));
  await expect(building).rejects.toMatchObject({ code: 'cancelled' });
  expect(await docker.listImages({ filters: { reference: [upstream, `cks-lab/${name}*`] } })).toEqual([]);
});
