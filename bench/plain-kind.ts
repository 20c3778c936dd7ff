import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { execa } from 'execa';
import { kindConfig } from '#adapters/kind/kind-config.ts';
import { clientEnvironment, programFinder } from '../server/kind-on-demand.ts';
import { openImages } from '../server/lab-side.ts';
import { fromRoot } from '../server/cli/places.ts';
import type { Config } from '../server/config.ts';

const withinMs = 300_000;

/**
 * What kind alone takes for a cluster of the same node image, until its control plane is there: no network plugin, no DNS, no
 * workstation, no scenario. The network plugin is ours to apply, so waiting for a Ready node would wait for ever.
 */
export async function plainKind(config: Config, signal: AbortSignal): Promise<number> {
  const kind = await (await programFinder('kind', fromRoot('labs/images/tools'), config.cacheDir))(
    signal,
    () => undefined,
  );
  const image = await (await openImages(config)).ref('node');
  const { CgroupVersion } = (await new Docker().info()) as { CgroupVersion: '1' | '2' };
  const folder = await mkdtemp(join(tmpdir(), 'cks-lab-bench-'));
  const name = `cks-bench-${process.pid}`;
  const kubeconfig = join(folder, 'kubeconfig');
  const options = {
    env: clientEnvironment(process.env),
    extendEnv: false,
    timeout: withinMs,
    cancelSignal: signal,
  };
  try {
    const file = join(folder, 'kind.json');
    await writeFile(file, JSON.stringify(kindConfig({ nodes: 1, image }, CgroupVersion)));
    const began = performance.now();
    await execa(
      kind,
      ['create', 'cluster', '--name', name, '--config', file, '--kubeconfig', kubeconfig],
      options,
    );
    return performance.now() - began;
  } finally {
    await execa(kind, ['delete', 'cluster', '--name', name, '--kubeconfig', kubeconfig], {
      env: clientEnvironment(process.env),
      extendEnv: false,
      timeout: withinMs,
    });
    await rm(folder, { recursive: true, force: true });
  }
}
