import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageBuilder } from '#adapters/images/image-builder.ts';
import type { ImageStatus } from '#contract/api.ts';
import type { ImageBuilder, ImageName } from '#ports/image-builder.ts';
import { builtImage, docker, settled } from './image-trial.ts';

/** An image of this test alone, on the real base. */
const name = `trial-${randomUUID().slice(0, 8)}`;
let folder: string;

beforeAll(async () => {
  await builtImage('base');
  folder = await mkdtemp(join(tmpdir(), 'image-builder-'));
  await cp(new URL('../../labs/images/base', import.meta.url).pathname, join(folder, 'base'), {
    recursive: true,
  });
  await mkdir(join(folder, 'tools'));
  await mkdir(join(folder, name));
  await writeFile(
    join(folder, name, 'image.yaml'),
    'purpose: for a test\nfrom: base\nconfig: { env: { PLACE: lab }, cmd: [cat, /made] }\n',
  );
});
afterAll(async () => {
  for (const { RepoTags } of await docker.listImages({ filters: { reference: [`cks-lab/${name}*`] } })) {
    for (const tag of RepoTags ?? []) await docker.getImage(tag).remove({ force: true });
  }
  await rm(folder, { recursive: true, force: true });
});

async function builderFor(setup: string): Promise<ImageBuilder> {
  await writeFile(join(folder, name, 'setup.sh'), `#!/bin/sh\nset -eu\n${setup}\n`);
  return imageBuilder({
    docker,
    imagesDir: folder,
    cacheDir: join(folder, 'cache'),
    caBundle: undefined,
    env: { https_proxy: "http://proxy'quoted:1" },
    nodeBase: 'source',
    cores: 2,
  });
}

async function build(builder: ImageBuilder, signal = AbortSignal.timeout(120_000)): Promise<ImageStatus[]> {
  const told: ImageStatus[] = [];
  const onImage = (status: ImageStatus): void => void told.push(status);
  await builder.build([name as ImageName], { signal, onStep: () => undefined, onImage });
  return told;
}

const stateOf = async (builder: ImageBuilder): Promise<string | undefined> =>
  (await builder.list(AbortSignal.timeout(10_000))).find((image) => image.name === name)?.state;

const containers = () => docker.listContainers({ all: true, filters: { label: [`cks-lab/build=${name}`] } });

test('a script that fails is a fault with its last words, and leaves nothing behind', async () => {
  const builder = await builderFor('echo so far so good; echo and then >&2; exit 7');
  const fault = await build(builder).catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: 'image.build-failed', tail: expect.stringContaining('and then') });
  expect(await stateOf(builder)).toBe('missing');
  expect(await containers()).toEqual([]);
});

test('stopping it ends the script and removes its container', async () => {
  const builder = await builderFor('sleep 300');
  const stop = new AbortController();
  const building = build(builder, stop.signal);
  await settled(containers, (found) => found.some(({ State }) => State === 'running'));
  stop.abort(new Error('enough'));
  await expect(building).rejects.toMatchObject({ code: 'cancelled' });
  expect(await settled(containers, (found) => found.length === 0)).toEqual([]);
});

test('what a killed build left is removed by the next one', async () => {
  const builder = await builderFor('echo done >/made');
  // No process has a number this high.
  const labels = { 'cks-lab/build': name, 'cks-lab/building': '99999999' };
  await docker.createContainer({ Image: await builtImage('base'), Labels: labels });
  await build(builder);
  expect(await containers()).toEqual([]);
});

test('the image starts as declared, and nothing of the build is in it', async () => {
  const builder = await builderFor('. /build/env; echo "$https_proxy" >/made');
  const told = await build(builder);
  const own = told.filter((status) => status.name === name);
  expect(own.map(({ state }) => state).filter((state, i, all) => state !== all[i - 1])).toEqual([
    'waiting',
    'building',
    'ready',
  ]);
  expect(own.at(-1)?.steps.at(-1)).toMatchObject({ phase: 'end', ok: true });
  const { Config } = await docker.getImage(await builder.ref(name as ImageName)).inspect();
  expect(Config.Cmd).toEqual(['cat', '/made']);
  expect(Config.Env).toContain('PLACE=lab');
  expect(JSON.stringify(Config)).not.toMatch(/proxy|DEBIAN_FRONTEND|run-setup/);
});

test('a container that runs a built image is no leftover of the build', async () => {
  const builder = await builderFor('. /build/env; echo "$https_proxy" >/made');
  await build(builder);
  const running = await docker.createContainer({ Image: await builder.ref(name as ImageName) });
  try {
    await build(await builderFor('echo other >/made'));
    expect((await running.inspect()).Id).toBe(running.id);
  } finally {
    await running.remove({ force: true });
  }
});

test('building what is there is a matter of looking', async () => {
  const builder = await builderFor('. /build/env; echo "$https_proxy" >/made');
  expect((await build(builder)).map(({ state }) => state)).toEqual(['ready']);
});

test('of two images that may ask for packages at the same time one waits for the other', async () => {
  const beside = `${name}-beside`;
  await cp(join(folder, name), join(folder, beside), { recursive: true });
  // Making a folder that exists already fails, and both see the same one.
  const alone = 'cd /var/cache/apt/archives; mkdir trial-alone; sleep 0.5; rmdir trial-alone';
  await writeFile(join(folder, beside, 'setup.sh'), `#!/bin/sh\nset -eu\n${alone}\n`);
  const builder = await builderFor(alone);
  await builder.build([name, beside] as ImageName[], {
    signal: AbortSignal.timeout(120_000),
    onStep: () => undefined,
    onImage: () => undefined,
  });
  expect(await stateOf(builder)).toBe('ready');
});
