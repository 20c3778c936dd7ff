import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageBuilder } from '#adapters/images/image-builder.ts';
import { upstreamTag } from '#adapters/images/image-tags.ts';
import type { NodeBase } from '#adapters/images/image-steps.ts';
import type { ImageBuilder, ImageName } from '#ports/image-builder.ts';
import { builtImage, docker } from './image-trial.ts';
import { TrialRegistry } from './trial-registry.ts';

const missing = TrialRegistry.missing();
const id = randomUUID().slice(0, 8);
const nobody = '127.0.0.1:9/nobody:1';

// Where a registry answers, an image may stand on a public one instead of ours. The public one is a stand-in here: our own
// base with one more file, in a registry of this machine.
describe.skipIf(missing !== undefined)(`images from a registry${missing ? ` (${missing})` : ''}`, () => {
  let registry: TrialRegistry;
  let folder: string;
  let published: string;

  beforeAll(async () => {
    registry = await TrialRegistry.start();
    folder = await mkdtemp(join(tmpdir(), 'registry-pull-'));
    published = await registry.take(await withMark(await builtImage('base')), 'public');
    await cp(new URL('../../labs/images/base', import.meta.url).pathname, join(folder, 'base'), {
      recursive: true,
    });
    await mkdir(join(folder, 'tools'));
  });
  afterAll(async () => {
    await registry.close();
    const mine = [`cks-lab/trial-${id}*`, `trial-mark-${id}`, upstreamTag(published)];
    for (const { RepoTags = [] } of await docker.listImages({ filters: { reference: mine } })) {
      for (const tag of RepoTags) await docker.getImage(tag).remove({ force: true });
    }
    await rm(folder, { recursive: true, force: true });
  });

  /** A builder that knows one more image, whose public stand-in is `upstream`. */
  async function builderOf(name: string, upstream: string, nodeBase: NodeBase): Promise<ImageBuilder> {
    await mkdir(join(folder, name));
    await writeFile(
      join(folder, name, 'image.yaml'),
      `purpose: for a test\nfrom: base\nupstream: ${upstream}\nconfig: { cmd: [sh, -c, "cat /mark 2>/dev/null || echo ours"] }\n`,
    );
    return imageBuilder({
      docker,
      imagesDir: folder,
      cacheDir: join(folder, 'cache'),
      caBundle: undefined,
      env: {},
      nodeBase,
      cores: 2,
    });
  }

  async function built(name: string, upstream: string, nodeBase: NodeBase): Promise<string> {
    const builder = await builderOf(name, upstream, nodeBase);
    const signal = AbortSignal.timeout(120_000);
    await builder.build([name as ImageName], { signal, onStep: () => undefined, onImage: () => undefined });
    return printed(await builder.ref(name as ImageName));
  }

  test.each(['auto', 'upstream'] as const)(
    '%s takes the public image where it is to be had',
    async (base) => {
      expect(await built(`trial-${id}-${base}`, published, base)).toBe('public');
      expect(await docker.listImages({ filters: { reference: [published] } })).toEqual([]);
    },
  );

  test('source takes our own, whatever a registry has', async () => {
    expect(await built(`trial-${id}-source`, published, 'source')).toBe('ours');
  });

  test('auto takes our own where no registry answers', async () => {
    expect(await built(`trial-${id}-alone`, nobody, 'auto')).toBe('ours');
  });

  test('upstream says what is missing where no registry answers', async () => {
    await expect(built(`trial-${id}-refused`, nobody, 'upstream')).rejects.toMatchObject({
      code: 'image.build-failed',
      message: expect.stringContaining(nobody),
      remedy: expect.stringContaining('source'),
    });
  });
});

/** The image with one more file. */
async function withMark(image: string): Promise<string> {
  const container = await docker.createContainer({ Image: image, Cmd: ['sh', '-c', 'echo public >/mark'] });
  try {
    await container.start();
    await container.wait();
    await container.commit({ repo: `trial-mark-${id}` });
    return `trial-mark-${id}`;
  } finally {
    await container.remove({ force: true });
  }
}

/** What a container of the image prints. */
async function printed(image: string): Promise<string> {
  const container = await docker.createContainer({ Image: image, Tty: true });
  try {
    await container.start();
    await container.wait();
    return String(await container.logs({ stdout: true, follow: false })).trim();
  } finally {
    await container.remove({ force: true });
  }
}
