import { z } from 'zod';
import { expectationWords, judgeExpectations } from '#domain/grading/expectations.ts';
import { clip } from '#domain/grading/words.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { notFound } from '../not-found.ts';
import { jsonOf } from '../subject.ts';

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

const timeoutMs = 10_000;
const maxBytes = 1024 * 1024;

// The time of a sample, and its value as text, since JSON has no infinity.
const value = z
  .tuple([z.number(), z.string()])
  .transform(([, text]) => Number(text.replace('Inf', 'Infinity')));
const Reply = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: z.record(z.string(), z.string()), value })),
    }),
    z.object({ resultType: z.literal('scalar'), result: value }),
  ]),
});

/** What Prometheus answers to a query. One that does not answer says nothing. */
export const promQuery: CheckModule<'prom.query', readonly Sample[]> = {
  type: 'prom.query',
  deadlineMs: () => 45_000 + timeoutMs,

  expected({ expect }) {
    return expectationWords(expect);
  },

  async observe({ from, url, query }, { places, observer, lab, signal }) {
    const place = await places.from(from, signal);
    const at = `${url.replace(/\/$/, '')}/api/v1/query?${new URLSearchParams({ query }).toString()}`;
    if (place.kind !== 'found') return notFound(place, `GET ${at}`);
    const { machine, netns, words } = place.value;
    const probe = `from ${words}: GET ${at}`;
    const question = { kind: 'http', netns, url: at, headers: {}, maxBytes, timeoutMs } as const;
    const answer = await observer.ask(lab, machine, question, signal);
    if (answer.kind === 'unknown') return unknown(answer.reason, probe);
    if (answer.status !== 200) {
      return unknown(`Prometheus gave no answer: ${answer.detail} ${clip(answer.body, 160)}`, probe);
    }
    const reply = Reply.safeParse(jsonOf(answer.body));
    if (!reply.success) return unknown('Prometheus gave an answer that cannot be read', probe);
    const { data } = reply.data;
    return seen(data.resultType === 'scalar' ? [{ metric: {}, value: data.result }] : data.result, probe);
  },

  judge({ expect }, items, vars) {
    const { ok, found } = judgeExpectations(expect, { items }, vars, undefined);
    return { ok, found: `${found} (${items.length} samples)` };
  },
};
