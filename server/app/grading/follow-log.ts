import type { PodRef } from '#contract/scenario/parts.ts';
import { podWords } from '#domain/grading/words.ts';
import type { Scene } from './check-module.ts';
import { findPods } from './find-pods.ts';
import { cannotTell, found, notThere } from './found.ts';
import type { Found } from './found.ts';
import { isReady, type PodShape } from './kube-shapes.ts';

/** A log from its present end on. `more` gives the lines that were added since it was called before. */
export interface FollowedLog {
  more(): Promise<Found<string[]>>;
}

const maxBytes = 4 * 1024 * 1024;

/** Follows a file of a machine. One that is not there yet is followed from its start. */
export async function followFile(
  { on, path }: { readonly on: string; readonly path: string },
  { observer, lab, signal }: Scene,
): Promise<Found<FollowedLog>> {
  const read = (from: number, bytes: number) =>
    observer.ask(lab, on, { kind: 'log', path, from, maxBytes: bytes }, signal);
  const end = await read(0, 0);
  if (end.kind === 'unknown') return cannotTell(end.reason);
  let from = end.next;
  const more = async (): Promise<Found<string[]>> => {
    const answer = await read(from, maxBytes);
    if (answer.kind === 'unknown') return cannotTell(answer.reason);
    if (!answer.exists) return notThere(`there is no ${path}`);
    from = answer.next;
    return found(linesOf(answer.content));
  };
  return found({ more });
}

/** Follows the logs of every Pod that is ready now, through the API server. */
export async function followPods(ref: PodRef, scene: Scene): Promise<Found<FollowedLog>> {
  const pods = await findPods(scene.clusterApi, scene.lab, ref, scene.signal);
  if (pods.kind !== 'found') return pods;
  const ready = pods.value.filter(isReady);
  if (ready.length === 0) return notThere(`no ${podWords(ref)} are ready`);
  const logs = ready.map((pod) => followPod(pod, ref.container, scene));
  const more = async (): Promise<Found<string[]>> => {
    const all = await Promise.all(logs.map((log) => log.more()));
    const lines: string[] = [];
    for (const one of all) {
      if (one.kind !== 'found') return one;
      lines.push(...one.value);
    }
    return found(lines);
  };
  return found({ more });
}

function followPod(pod: PodShape, container: string | undefined, scene: Scene): FollowedLog {
  const { namespace = 'default', name } = pod.metadata;
  // Kubelet and platform are processes of one machine, so their clocks are the same.
  const since = scene.clock.now();
  const known = new Set<string>();
  const more = async (): Promise<Found<string[]>> => {
    const query = new URLSearchParams({
      // In whole seconds, so the lines are sorted out by their own times below.
      sinceTime: new Date(since).toISOString(),
      timestamps: 'true',
      limitBytes: String(maxBytes),
      ...(container !== undefined && { container }),
    });
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/log?${query.toString()}`;
    const asked = await scene.clusterApi.request(scene.lab, { method: 'GET', path }, scene.signal);
    if (asked.kind !== 'found') return cannotTell(asked.kind === 'unknown' ? asked.reason : 'no answer');
    const { status, text } = asked.value;
    if (status === 404) return notThere(`Pod ${name} has gone`);
    if (status !== 200) return cannotTell(`the log of Pod ${name} could not be read (${status})`);
    const fresh = linesOf(text).filter((line) => timeOf(line) > since && !known.has(line));
    for (const line of fresh) known.add(line);
    return found(fresh.map((line) => line.slice(line.indexOf(' ') + 1)));
  };
  return { more };
}

/** With its time before it every line is another one. */
function timeOf(line: string): number {
  return Date.parse(line.slice(0, line.indexOf(' ')));
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
