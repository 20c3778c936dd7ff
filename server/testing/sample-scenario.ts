import { Scenario } from '#contract/scenario/scenario.ts';

/** The fields of a small sound scenario, as an author writes them; tests change what they are about. */
export function sampleFields(): Record<string, unknown> {
  return {
    schema: 'cks-lab/1',
    id: 'cs01-sample',
    title: 'A sample',
    summary: 'Two tasks about one object.',
    domain: 'cluster-setup',
    competencies: ['CS1'],
    difficulty: 1,
    minutes: 5,
    points: 10,
    systems: ['ConfigMap'],
    environment: { kind: 'cluster', nodes: 2 },
    requirements: {},
    terminals: [{ id: 'workstation', on: 'workstation' }],
    vars: { word: { pick: ['red', 'blue'] }, marker: { hex: 8 } },
    setup: [{ say: 'Create the shop', apply: 'manifests/shop.yaml' }],
    tasks: [
      {
        id: 'first',
        title: 'First',
        prompt: 'Write {{vars.word}}.',
        points: 4,
        checks: [
          object('gate', { gate: true, points: 0 }),
          object('plain', {
            points: 4,
            expect: [{ cel: 'self.data.word == vars.word', say: 'word is right' }],
          }),
        ],
        guards: [object('first-guard')],
      },
      {
        id: 'second',
        title: 'Second',
        prompt: 'Close it.',
        points: 6,
        needs: ['first'],
        checks: [
          {
            id: 'door',
            title: 'The door',
            why: 'A door is open or shut.',
            points: 4,
            allOf: [connect('opened', 'open'), connect('shut', 'blocked')],
          },
          {
            id: 'either',
            title: 'Either',
            why: 'One is enough.',
            points: 1,
            anyOf: [object('left'), object('right')],
          },
          {
            id: 'neither',
            title: 'Neither',
            why: 'Neither may be there.',
            points: 1,
            noneOf: [object('bad')],
          },
        ],
      },
    ],
    guards: [object('alive')],
    solutions: [{ id: 'one', script: 'solution/one.sh' }],
    wrong: [
      {
        id: 'half',
        say: 'Does half',
        after: { solution: 'one' },
        script: 'wrong/half.sh',
        mustFail: ['door'],
        maxPoints: 6,
      },
      { id: 'none', say: 'Breaks it', script: 'wrong/none.sh', mustFail: ['alive'], maxPoints: 0 },
    ],
    deleteEverything: { script: 'wrong/all.sh' },
    docs: [{ url: 'https://kubernetes.io/docs/', allowedInExam: true }],
  };
}

/** The sample as the parser gives it, with some fields replaced. */
export function sampleScenario(changes: Record<string, unknown> = {}): Scenario {
  return Scenario.parse({ ...sampleFields(), ...changes });
}

function object(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: id };
  return {
    id,
    title: `Object ${id}`,
    type: 'k8s.object',
    ref,
    why: `It matters that ${id} is right.`,
    ...more,
  };
}

function connect(id: string, expect: string): Record<string, unknown> {
  const to = { service: 'shop/web', port: 80 };
  return { id, title: `Way ${id}`, type: 'net.connect', from: { machine: 'cp' }, to, expect };
}
