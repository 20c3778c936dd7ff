import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { listed } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene } from '../check-module.ts';
import { cannotTell, found } from '../found.ts';
import type { Found } from '../found.ts';
import { notFound } from '../not-found.ts';
import type { Place } from '../places.ts';

type Check = CheckOf<'net.dns'>;

type Resolved = Exclude<Answer<Extract<Question, { kind: 'dns' }>>, { kind: 'unknown' }>;

/** A name, asked of the name server that the place itself would ask. That it is silent counts only when it answers somebody else. */
export const netDns: CheckModule<'net.dns', Resolved> = {
  type: 'net.dns',
  // The grader's own Pod may have to start first.
  deadlineMs: ({ timeout }) => 45_000 + 2 * milliseconds(timeout),

  expected({ name, expect }) {
    return expect === 'resolves' ? `${name} resolves to an address` : `${name} does not resolve`;
  },

  async observe(check, scene) {
    const place = await scene.places.from(check.from, scene.signal);
    if (place.kind !== 'found') return notFound(place, `a DNS question for ${check.name}`);
    const probe = `from ${place.value.words}: DNS question for ${check.name}`;
    const answer = await ask(check, place.value, scene);
    if (answer.kind === 'unknown') return unknown(answer.reason, probe);
    if (answer.outcome !== 'silent' || check.expect !== 'fails') return seen(answer, probe);
    const shown = await showThatItAnswers(check, { place: place.value, servers: answer.servers }, scene);
    if (shown.kind === 'found') return seen(answer, `${probe}; ${shown.value} gets an answer`);
    return unknown(`no answer came, and ${shown.kind === 'missing' ? shown.found : shown.reason}`, probe);
  },

  judge({ expect }, { outcome, addresses, detail }) {
    const found = outcome === 'resolves' ? `resolves to ${listed(addresses)}` : `does not resolve: ${detail}`;
    return { ok: (outcome === 'resolves') === (expect === 'resolves'), found };
  },
};

function ask({ name, timeout }: Check, { machine, netns }: Place, scene: Scene, server?: string) {
  const timeoutMs = milliseconds(timeout);
  const question = {
    kind: 'dns' as const,
    netns,
    name,
    timeoutMs,
    ...(server === undefined ? {} : { server }),
  };
  return scene.observer.ask(scene.lab, machine, question, scene.signal);
}

/** Who gets an answer from the same name server, whatever it says. */
async function showThatItAnswers(
  check: Check,
  silent: { readonly place: Place; readonly servers: readonly string[] },
  scene: Scene,
): Promise<Found<string>> {
  const nothing = 'whether the name server answers at all could not be shown';
  const control = await controlOf(check, silent.place, scene);
  if (control.kind === 'missing') return cannotTell(`${nothing}: ${control.found}`);
  if (control.kind === 'unknown') return cannotTell(`${nothing}: ${control.reason}`);
  const answer = await ask(check, control.value, scene, silent.servers[0]);
  if (answer.kind === 'unknown') return cannotTell(`${nothing}: ${answer.reason}`);
  const { words } = control.value;
  return answer.outcome === 'silent' ? cannotTell(`none comes to ${words} either`) : found(words);
}

async function controlOf({ control }: Check, { machine, netns }: Place, scene: Scene): Promise<Found<Place>> {
  if (control !== undefined) return scene.places.from(control, scene.signal);
  if (netns === 'machine') return cannotTell('the check names no place as a control');
  return scene.places.from({ machine }, scene.signal);
}
