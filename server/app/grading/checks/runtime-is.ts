import type { CheckOf } from '#contract/scenario/checks.ts';
import { machineOfNode } from '#domain/grading/machine-of-node.ts';
import { podWords } from '#domain/grading/words.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene } from '../check-module.ts';
import { findPods } from '../find-pods.ts';
import { isReady, NodeShape, read } from '../kube-shapes.ts';
import type { PodShape } from '../kube-shapes.ts';
import { notFound } from '../not-found.ts';

interface Seen {
  readonly pod: string;
  readonly runtime: 'runc' | 'runsc' | 'none';
  /** What the kernel inside says; undefined when it could not be asked. */
  readonly ownKernel: boolean | undefined;
}

/** Which runtime holds a Pod: what the node's kernel sees of it, and whether the kernel inside is another one. */
export const runtimeIs: CheckModule<'runtime.is', readonly Seen[]> = {
  type: 'runtime.is',
  deadlineMs: () => 30_000,

  expected({ of, expect, every }) {
    return `${every ? 'every one' : 'every ready one'} of ${podWords(of)} runs with ${expect}`;
  },

  async observe({ of, every }, scene) {
    const probe = `the processes and the kernel of ${podWords(of)}`;
    const pods = await findPods(scene.clusterApi, scene.lab, of, scene.signal);
    if (pods.kind !== 'found') return notFound(pods, probe);
    const running = pods.value.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    if (!running.some(isReady)) return missing(`no ${podWords(of)} are ready`, probe);
    const asked = every ? running : running.filter(isReady);
    const all = await Promise.all(asked.map((pod) => lookAt(pod, scene)));
    const blind = all.find((one) => 'reason' in one);
    if (blind !== undefined && 'reason' in blind) return unknown(blind.reason, probe);
    return seen(
      all.filter((one) => 'runtime' in one),
      probe,
    );
  },

  judge({ expect }, pods) {
    const wrong = pods.filter((pod) => !fits(pod, expect));
    const told = wrong.length > 0 ? wrong : pods;
    const found = told.map(({ pod, runtime, ownKernel }) => {
      const kernel =
        ownKernel === undefined ? '' : ownKernel ? ', a kernel of its own' : ', the kernel of the node';
      return `${pod}: ${runtime}${kernel}`;
    });
    return { ok: wrong.length === 0, found: found.join('; ') };
  },
};

function fits({ runtime, ownKernel }: Seen, expect: CheckOf<'runtime.is'>['expect']): boolean {
  return runtime === expect && (ownKernel === undefined || ownKernel === (expect === 'runsc'));
}

async function lookAt(pod: PodShape, scene: Scene): Promise<Seen | { reason: string }> {
  const { name, uid } = pod.metadata;
  const machine = pod.spec.nodeName === undefined ? undefined : machineOfNode(pod.spec.nodeName);
  if (machine === undefined) return { reason: `${name} is on no node yet` };
  const answer = await scene.observer.ask(
    scene.lab,
    machine,
    { kind: 'podSandbox', podUid: uid },
    scene.signal,
  );
  if (answer.kind === 'unknown') return { reason: answer.reason };
  return { pod: name, runtime: answer.runtime, ownKernel: await hasOwnKernel(pod, scene) };
}

/** Is the kernel inside another one than the node's? An image without `cat` cannot be asked. */
async function hasOwnKernel(pod: PodShape, { clusterApi, lab, signal }: Scene): Promise<boolean | undefined> {
  const { namespace = 'default', name } = pod.metadata;
  const node = { apiVersion: 'v1', kind: 'Node', name: pod.spec.nodeName ?? '' };
  const [outside, inside] = await Promise.all([
    clusterApi.get(lab, node, signal),
    clusterApi.exec(lab, { namespace, name }, ['cat', '/proc/version'], signal),
  ]);
  if (outside.kind !== 'found' || inside.kind !== 'found' || inside.value.exit !== 0) return undefined;
  const version = read(NodeShape, outside.value)?.status.nodeInfo.kernelVersion;
  return version === undefined ? undefined : !inside.value.stdout.includes(version);
}
