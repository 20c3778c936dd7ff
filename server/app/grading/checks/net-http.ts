import type { Answer, Question } from '#contract/observer.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { quoted } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { notFound } from '../not-found.ts';

type Replied = Exclude<Answer<Extract<Question, { kind: 'http' }>>, { kind: 'unknown' }>;

/** One HTTP request, without following redirections. */
export const netHttp: CheckModule<'net.http', Replied> = {
  type: 'net.http',
  deadlineMs: ({ timeout }) => 45_000 + milliseconds(timeout),

  expected({ expect }) {
    const body = expect.body === undefined ? '' : `, and the body ${matchWords(expect.body)}`;
    return `status ${expect.status.join(' or ')}${body}`;
  },

  async observe({ from, url, headers = {}, timeout }, { places, observer, lab, signal }) {
    const place = await places.from(from, signal);
    if (place.kind !== 'found') return notFound(place, `GET ${url}`);
    const { machine, netns, words } = place.value;
    const probe = `from ${words}: GET ${url}`;
    const timeoutMs = milliseconds(timeout);
    const answer = await observer.ask(lab, machine, { kind: 'http', netns, url, headers, timeoutMs }, signal);
    return answer.kind === 'unknown' ? unknown(answer.reason, probe) : seen(answer, probe);
  },

  judge({ expect }, { outcome, status, body, detail }) {
    if (outcome !== 'answered' || status === undefined) return { ok: false, found: `no answer: ${detail}` };
    const right = expect.status.includes(status);
    const faults = expect.body === undefined ? [] : textFaults(expect.body, body);
    const found = [`status ${status}`, ...(faults.length > 0 ? [`the body is ${quoted(body)}`] : [])].join(
      ', ',
    );
    return { ok: right && faults.length === 0, found };
  },
};
