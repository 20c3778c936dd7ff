import type { CheckOf } from '#contract/scenario/checks.ts';
import type { PodRef } from '#contract/scenario/parts.ts';
import { confinementFaults, confinementWords } from '#domain/grading/confinement.ts';
import type { Confined } from '#domain/grading/confinement.ts';
import { machineOfNode } from '#domain/grading/machine-of-node.ts';
import { podWords } from '#domain/grading/words.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import { findPods } from '../find-pods.ts';
import { cannotTell, found, notThere } from '../found.ts';
import type { Found } from '../found.ts';
import { isReady } from '../kube-shapes.ts';
import type { PodShape } from '../kube-shapes.ts';
import { notFound } from '../not-found.ts';

type Check = CheckOf<'proc.status'>;

interface Held {
  readonly who: string;
  readonly process: Confined;
}

/** How the kernel holds running processes: not what a manifest asks for, but what came of it. */
export const procStatus: CheckModule<'proc.status', readonly Held[]> = {
  type: 'proc.status',
  deadlineMs: () => 30_000,

  expected({ of, expect }) {
    const who = 'pod' in of ? `every container of ${podWords(of.pod)}` : `${of.process} on ${of.machine}`;
    return `${who} runs with ${confinementWords(expect)}`;
  },

  async observe(check, scene) {
    const { of } = check;
    const probe =
      'pod' in of
        ? `on the node of ${podWords(of.pod)}: /proc/<pid>/status, attr/current, ns/user and mountinfo of each container’s first process`
        : `on ${of.machine}: /proc/<pid>/status, attr/current, ns/user and mountinfo of ${of.process}`;
    const held = 'pod' in of ? await inPods(of.pod, scene) : await onMachine(of, scene);
    if (held.kind !== 'found') return notFound(held, probe);
    return withAppArmor(check, held.value, probe);
  },

  judge({ expect }, held) {
    const faults = held.flatMap(({ who, process }) => {
      const broken = confinementFaults(expect, process);
      return broken.length === 0 ? [] : [`${who}: ${broken.join(', ')}`];
    });
    return { ok: faults.length === 0, found: faults.length === 0 ? 'as expected' : faults.join('; ') };
  },
};

/** A kernel without AppArmor says nothing about a profile. */
function withAppArmor({ expect }: Check, held: readonly Held[], probe: string): Sight<readonly Held[]> {
  const blind = expect.apparmor !== undefined && held.some(({ process }) => process.apparmor === undefined);
  return blind ? unknown('the kernel has no AppArmor', probe) : seen(held, probe);
}

async function onMachine(
  { machine, process }: { machine: string; process: string },
  { observer, lab, signal }: Scene,
): Promise<Found<Held[]>> {
  const answer = await observer.ask(lab, machine, { kind: 'confinement', name: process }, signal);
  if (answer.kind === 'unknown') return cannotTell(answer.reason);
  if (answer.processes.length === 0) return notThere(`no process ${process} runs`);
  return found(answer.processes.map((one) => ({ who: `process ${one.pid}`, process: one })));
}

async function inPods(ref: PodRef, scene: Scene): Promise<Found<Held[]>> {
  const pods = await findPods(scene.clusterApi, scene.lab, ref, scene.signal);
  if (pods.kind !== 'found') return pods;
  const live = pods.value.filter(
    ({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === 'Running',
  );
  if (!live.some(isReady)) return notThere(`no ${podWords(ref)} are ready`);
  const all = await Promise.all(live.map((pod) => inPod(pod, ref.container, scene)));
  const held: Held[] = [];
  for (const one of all) {
    if (one.kind !== 'found') return one;
    held.push(...one.value);
  }
  return held.length === 0 ? notThere(`no container ${ref.container ?? ''} of them runs`) : found(held);
}

/** Containers that have ended are not among them: of those nothing can be seen any more. */
async function inPod(
  { metadata, spec, status }: PodShape,
  only: string | undefined,
  scene: Scene,
): Promise<Found<Held[]>> {
  const machine = spec.nodeName === undefined ? undefined : machineOfNode(spec.nodeName);
  if (machine === undefined) return cannotTell(`${metadata.name} is on no node of the lab`);
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].filter(
    ({ name, state }) => state?.running !== undefined && (only === undefined || name === only),
  );
  const held: Held[] = [];
  for (const { name = '', containerID = '' } of containers) {
    const who = `${metadata.name}/${name}`;
    const containerId = containerID.replace(/^[a-z]+:\/\//, '');
    const question = { kind: 'confinement', containerId } as const;
    const answer = await scene.observer.ask(scene.lab, machine, question, scene.signal);
    if (answer.kind === 'unknown') return cannotTell(answer.reason);
    const [process] = answer.processes;
    if (process === undefined) return cannotTell(`the node sees no process of ${who}`);
    held.push({ who, process });
  }
  return found(held);
}
