import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { freshMarker, seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import { found } from '../found.ts';
import type { Found } from '../found.ts';
import { notFound } from '../not-found.ts';
import { marked, stimulate } from '../stimulate.ts';

type Check = CheckOf<'net.wire'>;
type CaptureQuestion = Extract<Question, { kind: 'capture' }>;
type Captured = Exclude<Answer<CaptureQuestion>, { kind: 'unknown' }>;

const everyMs = 200;

/** What packets carry while something is sent. That a marker is not in them counts only when there were packets. */
export const netWire: CheckModule<'net.wire', Captured> = {
  type: 'net.wire',
  // The grader's own Pod may have to start first.
  deadlineMs: (check) => 60_000 + milliseconds(check.for),

  expected({ expect, ports, on, during }) {
    const where = ports.length === 0 ? '' : ` to or from port ${ports.join(' or ')}`;
    const is = expect === 'marker-absent' ? 'cannot be read' : 'can be read';
    return `while the grader does this: ${during.say}, what is sent ${is} in the packets of ${on}${where}`;
  },

  async observe(check, scene) {
    const link = check.interface === undefined ? '' : ` of ${check.interface}`;
    const probe = `on ${check.on}: a capture of the packets${link} during: ${check.during.say}`;
    const marker = freshMarker(scene);
    // Once before, so that the time of the capture is not spent on Pods that start.
    const first = await stimulate([check.during], marker, scene);
    if (first.kind !== 'found') return notFound(first, probe);
    const [answer, done] = await captureDuring(check, marker, scene);
    if (answer.kind === 'unknown') return unknown(answer.reason, probe);
    return done.kind === 'found' ? enough(check, answer, probe) : notFound(done, probe);
  },

  judge({ expect }, { marked: isThere, packets }) {
    const found = `${isThere ? 'what was sent can be read' : 'what was sent is not in clear text'} (${packets} packets)`;
    return { ok: isThere === (expect === 'marker-present'), found };
  },
};

/** Repeats the stimulus until the capture is over: nobody tells when the capture has begun. */
async function captureDuring(
  check: Check,
  marker: string,
  scene: Scene,
): Promise<[Answer<CaptureQuestion>, Found<undefined>]> {
  const { observer, lab, clock, signal } = scene;
  const question: CaptureQuestion = {
    kind: 'capture',
    netns: 'machine',
    marker: marked(check.marker, marker),
    ports: check.ports.map(Number),
    ...(check.interface !== undefined && { interface: check.interface }),
    timeoutMs: milliseconds(check.for),
  };
  let isOver = false;
  const capture = observer.ask(lab, check.on, question, signal).finally(() => {
    isOver = true;
  });
  const repeat = async (): Promise<Found<undefined>> => {
    for (;;) {
      const done = await stimulate([check.during], marker, scene);
      if (done.kind !== 'found' || isOver) return done;
      await clock.delay(everyMs, signal);
      if (isOver) return found(undefined);
    }
  };
  return Promise.all([capture, repeat()]);
}

function enough({ minPackets }: Check, answer: Captured, probe: string): Sight<Captured> {
  if (answer.marked) return seen(answer, probe);
  if (answer.packets < minPackets) {
    return unknown(`only ${answer.packets} packets were seen, at least ${minPackets} are needed`, probe);
  }
  return answer.dropped === 0
    ? seen(answer, probe)
    : unknown(`${answer.dropped} packets were lost before they could be looked at`, probe);
}
