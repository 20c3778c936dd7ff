import type { CheckOf } from '#contract/scenario/checks.ts';
import { evaluate } from '#domain/grading/cel.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { listed, podWords } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { freshMarker, seen } from '../check-module.ts';
import type { CheckModule, Scene } from '../check-module.ts';
import { followFile, type FollowedLog, followPods } from '../follow-log.ts';
import { found } from '../found.ts';
import type { Found } from '../found.ts';
import { notFound } from '../not-found.ts';
import { marked, stimulate } from '../stimulate.ts';
import { jsonOf } from '../subject.ts';

type Check = CheckOf<'log.events'>;

interface Events {
  readonly matching: number;
  readonly lines: number;
}

const everyMs = 500;

/** Events that a log gets for what the grader does. Lines from before, and lines that somebody pastes, do not count. */
export const logEvents: CheckModule<'log.events', Events> = {
  type: 'log.events',
  deadlineMs: ({ within }) => 60_000 + milliseconds(within),

  expected({ min, max, match, within }) {
    const what = 'cel' in match ? 'events as the task asks for' : `lines whose text ${matchWords(match)}`;
    const most = max === undefined ? '' : min === max ? '' : ` and at most ${max}`;
    const least = max === min ? `exactly ${min}` : `at least ${min}`;
    return `the log gets ${least}${most} ${what} within ${within}`;
  },

  async observe(check, scene) {
    const { log, stimulate: stimuli } = check;
    const where = 'pod' in log ? `the log of ${podWords(log.pod)}` : `${log.path} on ${log.on}`;
    const done = stimuli.length === 0 ? '' : ` after: ${listed(stimuli.map(({ say }) => say))}`;
    const probe = `new lines of ${where}${done}`;
    const followed = 'pod' in log ? await followPods(log.pod, scene) : await followFile(log, scene);
    if (followed.kind !== 'found') return notFound(followed, probe);
    const marker = freshMarker(scene);
    const stimulated = await stimulate(stimuli, marker, scene);
    if (stimulated.kind !== 'found') return notFound(stimulated, probe);
    const events = await count(check, followed.value, marker, scene);
    return events.kind === 'found' ? seen(events.value, probe) : notFound(events, probe);
  },

  judge({ min, max }, { matching, lines }) {
    const ok = matching >= min && (max === undefined || matching <= max);
    return { ok, found: `${matching} of ${lines} new lines match` };
  },
};

/** Reads on until there are enough events; where there may be too many, until the time is over. */
async function count(check: Check, log: FollowedLog, marker: string, scene: Scene): Promise<Found<Events>> {
  const { min, max, within } = check;
  const end = scene.clock.elapsed() + milliseconds(within);
  let [matching, lines] = [0, 0];
  for (;;) {
    const more = await log.more();
    const isLast = scene.clock.elapsed() >= end;
    // A log may come into being with its first event.
    if (more.kind === 'unknown' || (more.kind === 'missing' && isLast)) return more;
    if (more.kind === 'found') {
      lines += more.value.length;
      matching += more.value.filter((line) => isMatch(check, line, marker, scene)).length;
    }
    const decided = max === undefined ? matching >= min : matching > max;
    if (decided || isLast) return found({ matching, lines });
    await scene.clock.delay(everyMs, scene.signal);
  }
}

function isMatch({ format, match }: Check, line: string, marker: string, { vars }: Scene): boolean {
  if (!('cel' in match)) return textFaults(marked(match, marker), line).length === 0;
  const self = format === 'json' ? jsonOf(line) : line;
  if (self === undefined) return false;
  const result = evaluate(match.cel, { self, marker, vars });
  return result.error === undefined && result.value === true;
}
