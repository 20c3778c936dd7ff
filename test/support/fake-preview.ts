import { ScenarioPreview } from '#contract/preview.ts';
import { gradeReport } from './fake-labs.ts';
import { scenarios } from './fake-scenarios.ts';

const [scenario] = scenarios;
const report = gradeReport('lab-aaaaaaaa', 'run-aaaaaaaaaaaa', undefined);

/** The answers of a scenario whose lab is ready, with the checks that grading it gives. */
export const preview: ScenarioPreview = ScenarioPreview.parse({
  scenario: scenario?.id,
  prompts: scenario?.tasks.map(({ id, prompt, hints }) => ({
    task: id,
    prompt,
    hints: hints.map((_, i) => `Hint ${i + 1}: look at \`policyTypes\`.`),
  })),
  explain: 'A Pod is open until a policy selects it.',
  solutions: [
    {
      id: 'one-file',
      on: 'workstation',
      user: 'learner',
      text: '#!/bin/bash\nkubectl apply -f policy.yaml\n',
    },
  ],
  wrong: [
    {
      id: 'no-egress',
      on: 'workstation',
      user: 'learner',
      text: 'kubectl patch networkpolicy closed\n',
      say: 'Leaves Egress out',
      mustFail: ['deny'],
      maxPoints: 4,
    },
  ],
  checks: report.checks.map(({ check, title, role, task, possible, expected }) => ({
    check,
    title,
    role,
    task,
    expected,
    type: 'net.connect',
    points: possible,
    gate: possible === 0 && role === 'check',
  })),
});
