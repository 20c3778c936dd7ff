import type { Stimulus } from '#contract/scenario/parts.ts';
import { clip } from '#domain/grading/words.ts';
import type { ApiRequest, Caller } from '#ports/cluster-api.ts';
import type { Scene } from './check-module.ts';
import { findReadyPod } from './find-pods.ts';
import { cannotTell, found } from './found.ts';
import type { Found } from './found.ts';
import { credentialsOf, namesOf } from './subject.ts';

const execMs = 15_000;
const httpMs = 5000;
// What a shell, and Docker, say of a program that could not be started.
const notStarted = new Set([126, 127]);

/** A value in which every `{{marker}}` is filled in. */
export function marked<T>(value: T, marker: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll('{{marker}}', marker)) as T;
}

/** Does one thing after the other. `found` when all were done, whatever came of them. */
export async function stimulate(
  stimuli: readonly Stimulus[],
  marker: string,
  scene: Scene,
): Promise<Found<undefined>> {
  for (const stimulus of stimuli.map((one) => marked(one, marker))) {
    const done = await once(stimulus, marker, scene);
    if (done.kind === 'unknown') return cannotTell(`${stimulus.say}: ${done.reason}`);
    if (done.kind === 'missing') return done;
  }
  return found(undefined);
}

function once(stimulus: Stimulus, marker: string, scene: Scene): Promise<Found<undefined>> {
  if ('api' in stimulus) return ask(stimulus.api, marker, scene);
  return 'http' in stimulus ? fetch(stimulus.http, marker, scene) : run(stimulus.exec, scene);
}

async function fetch(
  { from, url, to }: Extract<Stimulus, { http: unknown }>['http'],
  marker: string,
  { places, observer, lab, signal }: Scene,
): Promise<Found<undefined>> {
  const place = await places.from(from, signal);
  if (place.kind !== 'found') return place;
  const leads = await places.leading(to, signal);
  if (leads.kind !== 'found') return leads;
  const { machine, netns } = place.value;
  const headers = { 'user-agent': userAgent(marker) };
  const question = { kind: 'http', netns, url, ...leads.value, headers, timeoutMs: httpMs } as const;
  const answer = await observer.ask(lab, machine, question, signal);
  return answer.kind === 'unknown' ? cannotTell(answer.reason) : found(undefined);
}

const userAgent = (marker: string): string => `probe/${marker}`;

async function ask(
  { method, path, body, as }: Extract<Stimulus, { api: unknown }>['api'],
  marker: string,
  scene: Scene,
): Promise<Found<undefined>> {
  const caller: Found<Caller | undefined> =
    as === undefined ? found(undefined) : 'user' in as ? found(namesOf(as)) : await credentialsOf(as, scene);
  if (caller.kind !== 'found') return caller;
  const request: ApiRequest = {
    method,
    path,
    userAgent: userAgent(marker),
    ...(body !== undefined && { body }),
    ...(caller.value !== undefined && { as: caller.value }),
  };
  const asked = await scene.clusterApi.request(scene.lab, request, scene.signal);
  return asked.kind === 'unknown' ? cannotTell(asked.reason) : found(undefined);
}

async function run(
  { in: where, argv }: Extract<Stimulus, { exec: unknown }>['exec'],
  { machines, clusterApi, lab, signal }: Scene,
): Promise<Found<undefined>> {
  if ('machine' in where) {
    const options = { signal, user: where.user, timeoutMs: execMs };
    const ran = await machines.exec(lab, where.machine, argv, options);
    return notStarted.has(ran.exit)
      ? cannotTell(`${argv[0]} could not be started: ${clip(ran.stderr, 120)}`)
      : found(undefined);
  }
  const pod = await findReadyPod(clusterApi, lab, where.pod, signal);
  if (pod.kind !== 'found') return pod;
  const { namespace = where.pod.namespace, name } = pod.value.metadata;
  const { container } = where.pod;
  const target = { namespace, name, ...(container !== undefined && { container }) };
  const asked = await clusterApi.exec(lab, target, argv, signal);
  if (asked.kind === 'unknown') return cannotTell(asked.reason);
  return asked.kind === 'absent' ? cannotTell(`Pod ${name} has gone`) : found(undefined);
}
