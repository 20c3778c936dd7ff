import type { CheckOf } from '#contract/scenario/checks.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import type { Found } from '../found.ts';
import { notFound } from '../not-found.ts';
import type { Place, Target } from '../places.ts';

type Check = CheckOf<'net.connect'>;
type Outcome = 'open' | 'blocked' | 'refused';

const say: Readonly<Record<Check['expect'], string>> = {
  open: 'the connection opens',
  blocked: 'no answer comes back: the packets are dropped or forbidden',
  refused: 'the connection is refused',
  closed: 'the connection does not open',
};

/** One TCP connection. That it is blocked counts only when the target is shown to listen. */
export const netConnect: CheckModule<'net.connect', Outcome> = {
  type: 'net.connect',
  // The grader's own Pod may have to start first.
  deadlineMs: ({ timeout }) => 45_000 + 2 * milliseconds(timeout),

  expected({ expect }) {
    return say[expect];
  },

  async observe(check, scene) {
    const [from, to] = await Promise.all([
      scene.places.from(check.from, scene.signal),
      scene.places.to(check.to, scene.signal),
    ]);
    if (from.kind !== 'found') return notFound(from, 'a TCP connection');
    if (to.kind !== 'found') return notFound(to, `from ${from.value.words}: a TCP connection`);
    const probe = `from ${from.value.words}: TCP connect to ${to.value.words}`;
    const answer = await connect(scene, from.value, to.value, check);
    if (answer.kind === 'unknown') return unknown(answer.reason, probe);
    const silent = answer.outcome === 'blocked' && (check.expect === 'blocked' || check.expect === 'closed');
    return silent ? proven(check, scene, probe) : seen(answer.outcome, probe);
  },

  judge({ expect }, outcome) {
    return { ok: expect === outcome || (expect === 'closed' && outcome !== 'open'), found: say[outcome] };
  },
};

/** Silence means something only when the same target answers somebody else. */
async function proven(check: Check, scene: Scene, probe: string): Promise<Sight<Outcome>> {
  const control = await controlOf(check, scene);
  const nothing = 'no answer came, and whether the target listens at all could not be shown';
  if (control.kind === 'missing') return unknown(`${nothing}: ${control.found}`, probe);
  if (control.kind === 'unknown') return unknown(`${nothing}: ${control.reason}`, probe);
  const { place, target } = control.value;
  const answer = await connect(scene, place, target, check);
  if (answer.kind === 'unknown') return unknown(`${nothing}: ${answer.reason}`, probe);
  if (answer.outcome === 'open')
    return seen('blocked', `${probe}; from ${place.words} the same target answers`);
  return unknown(`no answer came, but none comes from ${place.words} either`, probe);
}

async function controlOf(check: Check, scene: Scene): Promise<Found<{ place: Place; target: Target }>> {
  if (check.control === undefined) return scene.places.atHome(check.to, scene.signal);
  const [place, target] = await Promise.all([
    scene.places.from(check.control, scene.signal),
    scene.places.to(check.to, scene.signal),
  ]);
  if (place.kind !== 'found') return place;
  return target.kind === 'found'
    ? { kind: 'found', value: { place: place.value, target: target.value } }
    : target;
}

function connect(scene: Scene, from: Place, { host, port }: Target, { timeout }: Check) {
  const timeoutMs = milliseconds(timeout);
  return scene.observer.ask(
    scene.lab,
    from.machine,
    { kind: 'connect', netns: from.netns, host, port, timeoutMs },
    scene.signal,
  );
}
