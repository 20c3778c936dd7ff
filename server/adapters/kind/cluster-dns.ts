import { findMachine } from '#adapters/docker/docker-machines.ts';
import { type Engine, quickMs } from '#adapters/docker/engine.ts';
import { awaitStage, isBaked } from './baked-boot.ts';
import { controlPlane, type Kubectl, kubectl } from './kubectl.ts';

const usualMs = 120_000;

/**
 * Resolves when cluster DNS answers the node at its Service's address. Where the image has no question to ask, DNS is only known by
 * its Pods.
 */
export async function dnsAnswers(
  { engine, owner }: { readonly engine: Engine; readonly owner: string },
  on: Kubectl,
  withinMs = usualMs,
): Promise<void> {
  const container = await findMachine(engine, owner, on.lab, controlPlane, on.signal);
  const limits = { signal: on.signal, withinMs: quickMs };
  const { Image } = await engine.call('look at a node', limits, (docker, abortSignal) =>
    docker.getContainer(container).inspect({ abortSignal }),
  );
  if (await isBaked(engine, Image, on.signal)) return awaitStage(on, controlPlane, 'dns', withinMs);
  const args = ['rollout', 'status', 'deployment/coredns', '--namespace=kube-system'];
  await kubectl(on, args, { timeoutMs: withinMs });
}
