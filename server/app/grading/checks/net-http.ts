import type { Answer, Question } from '#contract/observer.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { quoted } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { notFound } from '../not-found.ts';
import { readPems } from '../read-pem.ts';

type HttpQuestion = Extract<Question, { kind: 'http' }>;
type Replied = Exclude<Answer<HttpQuestion>, { kind: 'unknown' }>;

/** One HTTP request, without following redirections. */
export const netHttp: CheckModule<'net.http', Replied> = {
  type: 'net.http',
  deadlineMs: ({ timeout }) => 45_000 + milliseconds(timeout),

  expected({ expect }) {
    const headers = Object.entries(expect.headers ?? {}).map(
      ([name, match]) => `${name} ${matchWords(match)}`,
    );
    return [
      `status ${expect.status.join(' or ')}`,
      ...(expect.body === undefined ? [] : [`the body ${matchWords(expect.body)}`]),
      ...headers.map((header) => `the header ${header}`),
    ].join(', ');
  },

  async observe(check, scene) {
    const { url, method, headers = {}, timeout } = check;
    const { places, observer, lab, signal } = scene;
    const place = await places.from(check.from, signal);
    if (place.kind !== 'found') return notFound(place, `${method} ${url}`);
    const { machine, netns, words } = place.value;
    const probe = `from ${words}: ${method} ${url}`;
    const leads = await places.leading(check.to, signal);
    if (leads.kind !== 'found') return notFound(leads, probe);
    const pems = await readPems(check, scene);
    if (pems.kind !== 'found') return notFound(pems, probe);
    const question: HttpQuestion = {
      kind: 'http',
      netns,
      url,
      ...leads.value,
      method,
      headers,
      ...pems.value,
      timeoutMs: milliseconds(timeout),
    };
    const answer = await observer.ask(lab, machine, question, signal);
    return answer.kind === 'unknown' ? unknown(answer.reason, probe) : seen(answer, probe);
  },

  judge({ expect }, { outcome, status, headers = {}, body, detail }) {
    if (outcome !== 'answered' || status === undefined) return { ok: false, found: `no answer: ${detail}` };
    const faults: string[] = [];
    if (expect.body !== undefined && textFaults(expect.body, body).length > 0) {
      faults.push(`the body is ${quoted(body)}`);
    }
    for (const [name, match] of Object.entries(expect.headers ?? {})) {
      const value = headers[name.toLowerCase()];
      if (textFaults(match, value ?? '').length === 0) continue;
      faults.push(
        value === undefined ? `there is no header ${name}` : `the header ${name} is ${quoted(value)}`,
      );
    }
    const ok = expect.status.includes(status) && faults.length === 0;
    return { ok, found: [`status ${status}`, ...faults].join(', ') };
  },
};
