import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';

type Unit = Exclude<Answer<Extract<Question, { kind: 'unit' }>>, { kind: 'unknown' }>;

/** A unit of systemd, as the machine's first process tells over its own socket. */
export const nodeUnit: CheckModule<'node.unit', Unit> = {
  type: 'node.unit',
  deadlineMs: () => 15_000,

  expected({ unit, active, enabled }) {
    const words = [
      active !== undefined && `is ${active ? 'active' : 'not active'}`,
      enabled !== undefined && `is ${enabled}`,
    ].filter((part) => part !== false);
    return `${unit} ${words.join(' and ')}`;
  },

  async observe({ on, unit, active, enabled }, { observer, lab, signal }) {
    const ways = [active !== undefined && 'is-active', enabled !== undefined && 'is-enabled'];
    const probe = ways.filter((way) => way !== false).map((way) => `systemctl ${way} ${unit}`);
    const answer = await observer.ask(lab, on, { kind: 'unit', name: unit }, signal);
    const told = `on ${on}: ${probe.join('; ')}`;
    return answer.kind === 'unknown' ? unknown(answer.reason, told) : seen(answer, told);
  },

  judge({ active, enabled }, unit) {
    const ok =
      (active === undefined || states[String(active) as 'true' | 'false'].includes(unit.active)) &&
      (enabled === undefined || isEnabled(enabled, unit));
    const file = unit.enabled === '' ? 'no such unit' : unit.enabled;
    return { ok, found: `${unit.active}, ${file}` };
  },
};

/** On its way from one to the other it is neither yet. */
const states = { true: ['active', 'reloading'], false: ['inactive', 'failed'] };

function isEnabled(wanted: NonNullable<CheckOf<'node.unit'>['enabled']>, { enabled, loaded }: Unit): boolean {
  const isMasked = enabled === 'masked' || enabled === 'masked-runtime';
  if (wanted === 'masked') return enabled === 'masked';
  if (wanted === 'enabled') return enabled === 'enabled' || enabled === 'alias';
  return enabled === 'disabled' || isMasked || (enabled === '' && loaded === 'not-found');
}
