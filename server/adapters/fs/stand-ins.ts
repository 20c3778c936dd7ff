import type { StandIns } from './sound-part.ts';

const check = { id: 'x', title: 'x', points: 1, type: 'answer', file: '/x', equals: 'x' };
const script = { id: 'x', script: 'x' };
const wrong = { ...script, say: 'x', mustFail: ['x'], maxPoints: 0 };

/** What takes the place of fields that a scenario cannot do without, while the rest of a broken file is looked at. */
export const scenarioStandIns: StandIns = {
  fields: {
    schema: 'cks-lab/1',
    id: 'x',
    title: 'x',
    summary: 'x',
    domain: 'runtime',
    competencies: ['RS1'],
    difficulty: 1,
    minutes: 1,
    points: 1,
    systems: ['x'],
    environment: { kind: 'cluster', nodes: 3 },
    requirements: {},
    terminals: [{ id: 'x', on: 'workstation' }],
    tasks: [{ id: 'x', title: 'x', prompt: 'x', points: 1, checks: [check] }],
    solutions: [script],
    wrong: [wrong, { ...wrong, id: 'y' }],
    deleteEverything: { script: 'x' },
    docs: [],
  },
  // A variable that is declared in a wrong way is declared: who names it is not at fault.
  entries: { vars: { value: 'x' } },
};
