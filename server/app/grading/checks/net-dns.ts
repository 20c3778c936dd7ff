import type { Answer, Question } from '#contract/observer.ts';
import { listed } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { notFound } from '../not-found.ts';

type Resolved = Exclude<Answer<Extract<Question, { kind: 'dns' }>>, { kind: 'unknown' }>;

/** A name, asked of the name server that the place itself would ask. */
export const netDns: CheckModule<'net.dns', Resolved> = {
  type: 'net.dns',
  deadlineMs: ({ timeout }) => 45_000 + milliseconds(timeout),

  expected({ name, expect }) {
    return expect === 'resolves' ? `${name} resolves to an address` : `${name} does not resolve`;
  },

  async observe({ from, name, timeout }, { places, observer, lab, signal }) {
    const place = await places.from(from, signal);
    if (place.kind !== 'found') return notFound(place, `a DNS question for ${name}`);
    const { machine, netns, words } = place.value;
    const probe = `from ${words}: DNS question for ${name}`;
    const timeoutMs = milliseconds(timeout);
    const answer = await observer.ask(lab, machine, { kind: 'dns', netns, name, timeoutMs }, signal);
    return answer.kind === 'unknown' ? unknown(answer.reason, probe) : seen(answer, probe);
  },

  judge({ expect }, { outcome, addresses, detail }) {
    const found = outcome === 'resolves' ? `resolves to ${listed(addresses)}` : `does not resolve: ${detail}`;
    return { ok: outcome === expect, found };
  },
};
