import { expect, test } from 'vitest';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { object, TestLab } from '../../testing/test-lab.ts';
import { LabSlots } from './lab-slots.ts';
import { junit, proofLine, trialLine } from './proof-report.ts';
import { proveScenario } from './prove-scenario.ts';

const vars = { word: 'red', marker: 'm' };
const map = (name: string, word: string) => object('ConfigMap', name, 'shop', { data: { word } });

/** Labs whose scripts do, by their text, what the sample's scripts promise. */
function workshop(scripts: Readonly<Record<string, 'solve' | 'half' | 'break'>>, stain = false) {
  const opened: string[] = [];
  const lab = new TestLab();
  const reset = (): void => {
    lab.objects = [map('alive', '')];
  };
  const solve = (): void => {
    lab.objects = [map('alive', ''), map('plain', 'red')];
  };
  lab.runs = ([program]) => {
    const text = String(lab.files.at(-1)?.content);
    if (program === '/bin/bash') {
      if (scripts[text] === 'solve') solve();
      if (scripts[text] === 'half') lab.objects = [map('alive', '')];
      if (scripts[text] === 'break') lab.objects = [];
    }
    if (stain && program === '/usr/bin/find')
      return { exit: 0, stdout: `/etc/x\t${lab.log.length}\n`, stderr: '' };
    return { exit: 0, stdout: program === '/usr/bin/getent' ? 'learner:x:1000:1000' : '', stderr: '' };
  };
  const start = async () => {
    opened.push('lab');
    reset();
    return { lab: lab.id, vars };
  };
  return {
    lab,
    opened,
    labs: { start, reset: async () => reset(), stop: async () => void opened.push('gone') },
  };
}

const scenario = sampleScenario({
  points: 4,
  tasks: [
    {
      id: 'first',
      title: 'First',
      prompt: 'Write {{vars.word}}.',
      points: 4,
      checks: [
        {
          id: 'plain',
          title: 'Plain',
          points: 4,
          type: 'k8s.object',
          ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'plain' },
        },
      ],
    },
  ],
  wrong: [
    {
      id: 'half',
      say: 'h',
      after: { solution: 'one' },
      script: 'wrong/half.sh',
      mustFail: ['plain'],
      maxPoints: 0,
    },
    { id: 'none', say: 'n', script: 'wrong/none.sh', mustFail: ['alive'], maxPoints: 0 },
  ],
});
const loaded = { scenario, story: '', explain: '', file: async (path: string) => path };
const right = {
  'solution/one.sh': 'solve',
  'wrong/half.sh': 'break',
  'wrong/none.sh': 'break',
  'wrong/all.sh': 'break',
} as const;

async function prove(shop: ReturnType<typeof workshop>) {
  return proveScenario({
    loaded,
    labs: shop.labs,
    deps: shop.lab.deps(),
    slots: new LabSlots(1),
    signal: new AbortController().signal,
  });
}
const faultsOf = ({ trials }: Awaited<ReturnType<typeof prove>>) =>
  trials.flatMap(({ name, faults }) => faults.map((f) => `${name}: ${f}`));

test('a scenario that keeps its promises is proved, in as few labs as possible, and every lab is removed', async () => {
  const shop = workshop(right);
  const proof = await prove(shop);
  expect(faultsOf(proof)).toEqual([]);
  expect(proof.trials.map(({ name }) => name)).toEqual([
    'untouched',
    'solution one',
    'wrong half',
    'everything deleted',
    'reset',
    'wrong none',
    'every check fails once',
  ]);
  expect(proof).toMatchObject({ ok: true, labs: 2 });
  expect(shop.opened).toEqual(['lab', 'gone']);
});

test('a solution that does not earn everything is told', async () => {
  const proof = await prove(workshop({ ...right, 'solution/one.sh': 'break' }));
  expect(faultsOf(proof)[0]).toMatch(
    /^solution one: solution one earns 0 of 4; plain fail: there is no ConfigMap/,
  );
});

test('a wrong answer that is not caught is told', async () => {
  const proof = await prove(workshop({ ...right, 'wrong/half.sh': 'solve', 'wrong/none.sh': 'solve' }));
  expect(faultsOf(proof)).toEqual([
    'wrong half: check plain passes',
    'wrong half: it earns 4, at most 0 are allowed',
    'wrong none: check alive passes',
    'wrong none: it earns 4, at most 0 are allowed',
  ]);
});

test('a check that never fails is told', async () => {
  const proof = await prove(
    workshop({ ...right, 'wrong/half.sh': 'half', 'wrong/none.sh': 'half', 'wrong/all.sh': 'half' }),
  );
  expect(faultsOf(proof)).toContain(
    'every check fails once: alive passes in every trial, so it tests nothing',
  );
});

test('a grading that leaves a trace is told', async () => {
  const proof = await prove(workshop(right, true));
  expect(faultsOf(proof)[0]).toMatch(/^untouched: grading changed workstation:\/etc\/x/);
});

test('a lab that does not start is a fault of the proof, not its end', async () => {
  const shop = workshop(right);
  const labs = { ...shop.labs, start: () => Promise.reject(new Error('no engine')) };
  const proof = await proveScenario({
    loaded,
    labs,
    deps: shop.lab.deps(),
    slots: new LabSlots(1),
    signal: new AbortController().signal,
  });
  expect(faultsOf(proof)).toContain('lab for solution one: no engine');
});

test('a proof is written as lines and as JUnit', async () => {
  const proof = await prove(workshop({ ...right, 'wrong/none.sh': 'solve' }));
  expect(proof.trials.map((trial) => trialLine('cs01', trial)).join('\n')).toMatch(
    /✗ cs01 +wrong none +4\/4 .*\n {4}check alive passes/,
  );
  expect(proofLine(proof)).toMatch(/^✗ cs01-sample: 1 of 7 trials failed, 2 labs/);
  expect(junit([proof])).toContain('<testsuite name="cs01-sample" tests="7" failures="1"');
  expect(junit([proof])).toContain('<failure message="check alive passes">');
});
