import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import { cannotTell, found } from '../found.ts';
import type { Found } from '../found.ts';
import { notFound } from '../not-found.ts';
import type { Place, Target } from '../places.ts';

type Check = CheckOf<'net.connect'>;
type Outcome = 'open' | 'blocked' | 'refused';
type Connected = Answer<Extract<Question, { kind: 'connect' }>>;

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
  deadlineMs: ({ timeout }) => 45_000 + silenceMs + 2 * milliseconds(timeout),

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
    const [place, target] = [from.value, to.value];
    if (listensForSilence(check)) {
      return lookForSilence(check, { place, target }, scene, probe);
    }
    const answer = await connect(scene, place, target, milliseconds(check.timeout));
    return answer.kind === 'unknown' ? unknown(answer.reason, probe) : seen(answer.outcome, probe);
  },

  judge({ expect }, outcome) {
    return { ok: expect === outcome || (expect === 'closed' && outcome !== 'open'), found: say[outcome] };
  },
};

/** Is it proved by what does not come back? */
export const listensForSilence = ({ expect }: Check): boolean => expect === 'blocked' || expect === 'closed';

/** How long nothing has to come back from a target that answers others at once. */
export const silenceMs = 600;
/** A second connection asks so much later: what was lost once is not silence. The kernel itself would ask again after a second only. */
const againMs = 250;
/** A target that answers so soon elsewhere would have answered here within that time. */
const promptMs = 100;

interface Way {
  readonly place: Place;
  readonly target: Target;
}

/** Silence means something only when the same target answers somebody else; how soon it does says how long to listen. */
async function lookForSilence(check: Check, way: Way, scene: Scene, probe: string): Promise<Sight<Outcome>> {
  const timeoutMs = milliseconds(check.timeout);
  const listen = (ms: number) => connect(scene, way.place, way.target, ms);
  // A Pod to ask from may take seconds to start. What was silent before that may have begun to listen since: both are asked at once.
  const control = await controlOf(check, scene);
  const [first, shown] = await Promise.all([
    listenTwice(listen, scene, Math.min(timeoutMs, silenceMs)),
    showThatItListens(check, control, scene),
  ]);
  if (first.kind === 'unknown') return unknown(first.reason, probe);
  if (first.outcome !== 'blocked') return seen(first.outcome, probe);
  if (shown.kind !== 'found') {
    const reason = shown.kind === 'missing' ? shown.found : shown.reason;
    return unknown(`no answer came, and ${reason}`, probe);
  }
  // An observer that was kept from its work has listened less than the clock says.
  const isPrompt = shown.value.tookMs <= promptMs && first.tookMs <= silenceMs + promptMs;
  const answer = isPrompt || timeoutMs <= silenceMs ? first : await listen(timeoutMs);
  if (answer.kind === 'unknown') return unknown(answer.reason, probe);
  const proven = answer.outcome === 'blocked' ? `; from ${shown.value.words} the same target answers` : '';
  return seen(answer.outcome, `${probe}${proven}`);
}

/** Two connections beside one another; it is silent where both are. */
async function listenTwice(
  listen: (ms: number) => Promise<Connected>,
  scene: Scene,
  ms: number,
): Promise<Connected> {
  if (ms <= againMs) return listen(ms);
  const second = scene.clock.delay(againMs, scene.signal).then(() => listen(ms - againMs));
  const [first, again] = await Promise.all([listen(ms), second]);
  if (first.kind === 'unknown' || first.outcome !== 'blocked' || again.kind === 'unknown') return first;
  return { ...again, tookMs: Math.max(first.tookMs, againMs + again.tookMs) };
}

/** From where the target answers, and how soon. */
async function showThatItListens(
  check: Check,
  control: Found<Way>,
  scene: Scene,
): Promise<Found<{ words: string; tookMs: number }>> {
  const nothing = 'whether the target listens at all could not be shown';
  if (control.kind === 'missing') return cannotTell(`${nothing}: ${control.found}`);
  if (control.kind === 'unknown') return cannotTell(`${nothing}: ${control.reason}`);
  const { place, target } = control.value;
  const answer = await connect(scene, place, target, milliseconds(check.timeout));
  if (answer.kind === 'unknown') return cannotTell(`${nothing}: ${answer.reason}`);
  if (answer.outcome !== 'open') return cannotTell(`none comes from ${place.words} either`);
  return found({ words: place.words, tookMs: answer.tookMs });
}

async function controlOf(check: Check, scene: Scene): Promise<Found<Way>> {
  if (check.control === undefined) return scene.places.atHome(check.to, scene.signal);
  const [place, target] = await Promise.all([
    scene.places.from(check.control, scene.signal),
    scene.places.to(check.to, scene.signal),
  ]);
  if (place.kind !== 'found') return place;
  return target.kind === 'found' ? found({ place: place.value, target: target.value }) : target;
}

function connect(scene: Scene, from: Place, { host, port }: Target, timeoutMs: number) {
  return scene.observer.ask(
    scene.lab,
    from.machine,
    { kind: 'connect', netns: from.netns, host, port, timeoutMs },
    scene.signal,
  );
}
