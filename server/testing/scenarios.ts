import { Scenario } from '#contract/scenario/scenario.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';

const check = (id: string, points: number) => ({
  id,
  title: `${id} holds`,
  points,
  type: 'node.file' as const,
  on: 'workstation',
  path: '/etc/hostname',
});

/** A scenario as its file would be read; `more` replaces fields. */
export function scenario(id: string, more: Readonly<Record<string, unknown>> = {}): LoadedScenario {
  const parsed = Scenario.parse({
    schema: 'cks-lab/1',
    id,
    title: `Scenario ${id}`,
    summary: 'For tests',
    domain: 'cluster-setup',
    competencies: ['CS1'],
    difficulty: 1,
    minutes: 5,
    points: 10,
    systems: ['kubernetes'],
    environment: { kind: 'cluster', nodes: 2 },
    requirements: {},
    terminals: [
      { id: 'workstation', on: 'workstation' },
      { id: 'cp', on: 'cp', user: 'root' },
    ],
    vars: { port: { port: [8000, 8999] }, marker: { hex: 8 } },
    tasks: [
      {
        id: 'first',
        title: 'First',
        prompt: 'Listen on {{vars.port}}',
        points: 4,
        hints: [
          { text: 'It is {{vars.port}}', cost: 1 },
          { text: 'Really', cost: 2 },
        ],
        checks: [check('a', 4)],
      },
      { id: 'second', title: 'Second', prompt: 'More', points: 6, checks: [check('b', 6)] },
    ],
    solutions: [{ id: 's', script: 'solution/s.sh' }],
    wrong: ['w1', 'w2'].map((name) => ({
      id: name,
      say: 'no',
      script: `wrong/${name}.sh`,
      mustFail: ['a'],
      maxPoints: 1,
    })),
    deleteEverything: { script: 'wrong/all.sh' },
    docs: [],
    ...more,
  });
  return { scenario: parsed, story: 'A story', explain: 'Why', file: async (path) => `text of ${path}` };
}

export const hostScenario = (id: string): LoadedScenario =>
  scenario(id, {
    environment: { kind: 'host', hosts: [{ name: 'docker-host' }] },
    terminals: [{ id: 'workstation', on: 'workstation' }],
  });
