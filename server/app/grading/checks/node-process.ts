import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { flagsOf } from '#domain/grading/flags.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { quoted } from '#domain/grading/words.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';

type Process = Exclude<
  Answer<Extract<Question, { kind: 'processes' }>>,
  { kind: 'unknown' }
>['processes'][number];

/** The flags of the processes that run now, not those that a file asks for. */
export const nodeProcess: CheckModule<'node.process', readonly Process[]> = {
  type: 'node.process',
  deadlineMs: () => 15_000,

  expected({ name, running, args = {}, without = [] }) {
    if (!running) return `no process ${name} runs`;
    const flags = Object.entries(args).map(([flag, match]) => `${flag} ${matchWords(match)}`);
    const words = [...flags, ...without.map((flag) => `${flag} is not given`)];
    return `${name} runs${words.length === 0 ? '' : `: ${words.join(', ')}`}`;
  },

  async observe({ on, name }, { observer, lab, signal }) {
    const probe = `on ${on}: the command line of the running ${name}`;
    const answer = await observer.ask(lab, on, { kind: 'processes', name }, signal);
    return answer.kind === 'unknown' ? unknown(answer.reason, probe) : seen(answer.processes, probe);
  },

  judge(check, processes) {
    if (processes.length === 0) return { ok: !check.running, found: `no process ${check.name} runs` };
    if (!check.running) return { ok: false, found: `${check.name} runs as process ${processes[0]?.pid}` };
    const faults = [...new Set(processes.flatMap((process) => flagFaults(check, process)))];
    return { ok: faults.length === 0, found: faults.length === 0 ? 'as expected' : faults.join(', ') };
  },
};

function flagFaults({ args = {}, without = [] }: CheckOf<'node.process'>, { argv }: Process): string[] {
  const flags = flagsOf(argv);
  const given = (flag: string): string | undefined => (Object.hasOwn(flags, flag) ? flags[flag] : undefined);
  const wrong = Object.entries(args).flatMap(([flag, match]) => {
    const value = given(flag);
    if (value === undefined) return [`${flag} is not given`];
    return textFaults(match, value).length === 0 ? [] : [`${flag} is ${quoted(value)}`];
  });
  return [...wrong, ...without.flatMap((flag) => (given(flag) === undefined ? [] : [`${flag} is given`]))];
}
