import { expect, test } from 'vitest';
import type { Step } from '#contract/progress.ts';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { object, TestLab } from '../../testing/test-lab.ts';
import { runSetup } from './run-setup.ts';

const wait = {
  id: 'ready',
  title: 'the map is there',
  type: 'k8s.object',
  ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'm' },
  retry: { for: '2s' },
};
const told = sampleScenario({
  setup: [
    { say: 'Apply', apply: 'shop.yaml' },
    { say: 'Put', file: { on: 'cp', from: 'conf', to: '/etc/conf', owner: 'learner:users', mode: '0640' } },
    { say: 'Run', run: { on: 'worker', script: 'go.sh', user: 'learner' } },
    { say: 'Wait', wait },
  ],
});

async function setUp(lab: TestLab, scenario = told): Promise<Step[]> {
  const steps: Step[] = [];
  const loaded = { scenario, story: '', explain: '', file: async (path: string) => `${path} {{vars.word}}` };
  const vars = { word: 'red', marker: 'm' };
  const run = { onStep: (step: Step) => steps.push(step), signal: new AbortController().signal };
  const request = { lab: lab.id, loaded, vars, deps: lab.deps(), run };
  try {
    await runSetup(request, 'first');
    lab.log.push('the cluster is complete');
    await runSetup(request, 'rest');
  } catch (error) {
    lab.log.push(`failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  return steps;
}

function lab(exit = 0): TestLab {
  const made = new TestLab();
  made.objects = [object('ConfigMap', 'm', 'shop')];
  made.runs = ([program, kind]) => {
    if (program === '/usr/bin/getent') {
      return {
        exit: 0,
        stdout: kind === 'group' ? 'users:x:100:\n' : 'learner:x:1000:1000::/:/bin/bash\n',
        stderr: '',
      };
    }
    return { exit: program === '/bin/bash' ? exit : 0, stdout: '', stderr: 'line of the script' };
  };
  return made;
}

const plain = (text: string): string => text.replace(/[0-9a-f]{16}/, 'X');

test('each step does its work with the values of the attempt, and is told', async () => {
  const made = lab();
  const steps = await setUp(made);
  expect(steps.map(({ title, phase }) => `${title} ${phase}`)).toEqual(
    ['Apply', 'Put', 'Run', 'Wait'].flatMap((title) => [`${title} begin`, `${title} end`]),
  );
  expect(made.log.map(plain)).toEqual([
    'apply shop.yaml red',
    'the cluster is complete',
    'cp: /usr/bin/getent passwd learner',
    'cp: /usr/bin/getent group users',
    'cp: put /etc/conf',
    'worker: /usr/bin/getent passwd learner',
    'worker: put /run/cks-lab-X.sh',
    'worker: /bin/bash /run/cks-lab-X.sh',
    'worker: /bin/rm -f /run/cks-lab-X.sh',
  ]);
  expect(made.files).toMatchObject([
    { content: 'conf red', mode: '0640', uid: 1000, gid: 100 },
    { content: 'go.sh {{vars.word}}', mode: '0400', uid: 1000, gid: 1000 },
  ]);
});

test('only what needs the API server alone is done before the cluster is complete', async () => {
  const made = lab();
  const apply = (name: string) => ({ say: name, apply: `${name}.yaml` });
  const run = { say: 'Run', run: { on: 'worker', script: 'go.sh' } };
  const steps = [apply('one'), { say: 'Wait', wait }, apply('two'), run, apply('three')];
  await setUp(made, sampleScenario({ setup: steps }));
  const applied = made.log.filter((line) => /^(apply|the cluster)/.test(line));
  expect(applied.map((line) => line.replace(' red', ''))).toEqual([
    'apply one.yaml',
    'apply two.yaml',
    'the cluster is complete',
    'apply three.yaml',
  ]);
});

test('a script that fails ends the setup with its last lines, and leaves no file behind', async () => {
  const made = lab(3);
  const steps = await setUp(made);
  expect(steps.at(-1)).toMatchObject({ title: 'Run', phase: 'end', ok: false });
  expect(made.log.slice(-2).map(plain)).toEqual([
    'worker: /bin/rm -f /run/cks-lab-X.sh',
    'failed: go.sh ended with 3 on worker.',
  ]);
});

test('what does not come in time ends the setup', async () => {
  const made = lab();
  made.objects = [];
  await setUp(made);
  expect(made.log.at(-1)).toBe('failed: the map is there: not within 2 s.');
});
