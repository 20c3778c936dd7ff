/** What takes the place of fields that a scenario cannot do without, while the rest of a broken file is looked at. */
export function standIns(data: unknown): Readonly<Record<string, unknown>> {
  return {
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
    vars: varsLike(data),
    tasks: [{ id: 'x', title: 'x', prompt: 'x', points: 1, checks: [check] }],
    solutions: [script],
    wrong: [wrong, { ...wrong, id: 'y' }],
    deleteEverything: { script: 'x' },
    docs: [],
  };
}

const check = { id: 'x', title: 'x', points: 1, type: 'answer', file: '/x', equals: 'x' };
const script = { id: 'x', script: 'x' };
const wrong = { ...script, say: 'x', mustFail: ['x'], maxPoints: 0 };

/** A variable that is declared in a wrong way is declared: who names it is not at fault. */
function varsLike(data: unknown): Record<string, unknown> {
  const vars = (data as { vars?: unknown } | null)?.vars;
  if (typeof vars !== 'object' || vars === null) return {};
  const names = Object.keys(vars).filter((name) => /^[a-z][A-Za-z0-9]*$/.test(name));
  return Object.fromEntries(names.map((name) => [name, { value: 'x' }]));
}
