import { stringify } from 'yaml';
import type { Domain } from '#contract/scenario/scenario.ts';
import type { Plain } from './markdown.ts';
import type { Source, SourceStep } from './read-source.ts';
import type { Place } from './scripts.ts';

export interface Target {
  readonly id: string;
  readonly domain: Domain;
  readonly competency: string;
  /** From the folder of the scenario to the JSON Schema. */
  readonly schema: string;
}

/** A step that something can be checked of, by its number. */
export type Checked = SourceStep & { readonly verify: NonNullable<SourceStep['verify']>; readonly n: number };

const taskPoints = 5;
const setupTimeout = '300s';

export const setupFile = (i: number): string => `files/setup-${i + 1}.sh`;
export const checkFile = (n: number): string => `checks/step-${n}.sh`;

interface Parts {
  readonly source: Source;
  readonly target: Target;
  readonly steps: readonly Checked[];
  readonly environment: object;
  readonly place: Place;
  readonly assets: readonly object[];
  readonly pages: readonly Plain[];
}

/** The text of scenario.yaml. */
export function mainFile({ source, target, steps, environment, place, assets, pages }: Parts): string {
  const { machine, cluster } = place;
  const points = steps.length * taskPoints;
  const scenario = {
    schema: 'cks-lab/1',
    id: target.id,
    title: source.title,
    summary: source.description,
    domain: target.domain,
    competencies: [target.competency],
    difficulty: 2,
    minutes: source.minutes ?? points,
    points,
    systems: [cluster ? 'Kubernetes' : 'Linux'],
    environment,
    requirements: { memoryMiB: cluster ? 2048 : 1024 },
    ...preparation(source, machine, assets),
    tasks: steps.map((step) => taskOf(step, machine, pages[step.n - 1])),
    ...notWrittenYet(`verified-${steps[0]?.n}`),
  };
  return [
    `# yaml-language-server: $schema=${target.schema}`,
    '# REWRITE: competencies, difficulty, points, docs, guards, solutions and wrong answers were not in the source.',
    stringify(scenario, { lineWidth: 0 }),
  ].join('\n');
}

/** Who works where, and what happens before. */
function preparation({ setup }: Source, machine: string, assets: readonly object[]): object {
  return {
    terminals: [
      { id: machine, on: machine, user: 'root' },
      { id: 'workstation', on: 'workstation' },
    ],
    setup: [
      ...assets,
      ...setup.map(({ file }, i) => ({
        say: `Run ${file}`,
        run: { on: machine, script: setupFile(i), timeout: setupTimeout },
      })),
    ],
  };
}

/** What the source does not have and a scenario needs. */
function notWrittenYet(firstCheck: string): object {
  return {
    guards: [],
    solutions: [{ id: 'first', script: 'solution/first.sh' }],
    wrong: ['first', 'second'].map((id) => ({
      id,
      say: 'Not written yet',
      script: `wrong/${id}.sh`,
      mustFail: [firstCheck],
      maxPoints: 0,
    })),
    deleteEverything: { script: 'wrong/delete-everything.sh' },
    docs: [],
  };
}

function taskOf({ n, title, verify }: Checked, machine: string, page: Plain | undefined): object {
  const hints = (page?.hints ?? []).map(({ title: name, text }) => ({
    text: text === '' ? name : text,
    // What gives the whole answer away costs half of what it earns.
    cost: /solution/i.test(name) ? taskPoints / 2 : 0,
  }));
  return {
    id: `step-${n}`,
    title,
    prompt: `${page?.text || title}\n`,
    points: taskPoints,
    hints: affordable(hints),
    checks: [
      {
        id: `verified-${n}`,
        title: `${title}: done`,
        points: taskPoints,
        type: 'script',
        on: machine,
        run: checkFile(n),
        timeout: '30s',
        reason: `Imported from ${verify.file}; not yet rewritten as checks of other types`,
      },
    ],
  };
}

/** Hints never cost more than the task gives. */
function affordable<T extends { cost: number }>(hints: readonly T[]): T[] {
  const paid = hints.filter(({ cost }) => cost > 0).length;
  return paid <= 2 ? [...hints] : hints.map((hint) => ({ ...hint, cost: 0 }));
}
