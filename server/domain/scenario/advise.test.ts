import { expect, test } from 'vitest';
import { sampleFields, sampleScenario } from '../../testing/sample-scenario.ts';
import { advise } from './advise.ts';
import type { Material } from './advice/advice.ts';

type File = Material['files'][number];
type Change = Partial<Omit<Material, 'scenario' | 'files'>> & { fields?: object; files?: File[] };

const examDocs = { asOf: '2026-01', sites: ['https://kubernetes.io/docs/'] };
const solutions = ['one', 'two'].map((id) => ({ id, script: `solution/${id}.sh` }));
const hints = [1, 2, 3].map((n) => ({ text: `Hint ${n}` }));

const linked = 'Read next: [this](https://a.example/)';

/** The tasks of the sample with hints enough, the first with another prompt. */
function tasksWith(prompt = 'Write.'): object[] {
  const { tasks } = sampleFields() as { tasks: object[] };
  return tasks.map((task, i) => ({ ...task, hints, ...(i === 0 && { prompt }) }));
}

/** What is told of a scenario to which no rule objects, after one change; each as `rule file: message`. */
function adviceAfter({ fields = {}, ...more }: Change = {}): string[] {
  const scenario = sampleScenario({ solutions, tasks: tasksWith(), ...fields });
  const material = { scenario, main: '', story: '', explain: linked, files: [], examDocs, ...more };
  return advise(material).map(({ rule, file, message }) => `${rule} ${file}: ${message}`);
}

const setup = (text: string, kind: File['kind'] = 'script'): Change => ({
  files: [{ file: 'files/a', kind, path: ['setup', 0, 'run', 'script'], text }],
});
const prompt = (text: string): Change => ({ fields: { tasks: tasksWith(text) } });

test('a good scenario gets no advice', () => {
  expect(adviceAfter()).toEqual([]);
});

test('one solution, few hints and odd points are told', () => {
  expect(adviceAfter({ fields: { solutions: solutions.slice(0, 1) } })[0]).toMatch(/^solutions /);
  expect(adviceAfter({ fields: { tasks: sampleFields()['tasks'] } })).toHaveLength(2);
  expect(adviceAfter({ fields: { minutes: 4 } })[0]).toMatch(/^minutes .*10 points for 4 minutes/);
  expect(adviceAfter({ fields: { minutes: 31 } })).toHaveLength(1);
});

test('a name in a prompt that nothing else knows is told', () => {
  expect(adviceAfter(prompt('Edit `shpo` in `shop`.'))).toEqual([
    'spelling scenario.yaml: `shpo` in the prompt of first stands in no setup step, check, variable or manifest',
  ]);
});

test('a part of a name is another name', () => {
  expect(adviceAfter(prompt('Edit `sho`.'))[0]).toContain('`sho` in the prompt of first');
});

test('machines, checks, variables and common tools are known, and so is what a manifest of the setup names', () => {
  const known = 'On `cp`, `worker`, run `kubectl` for `shop/web` with `word`; `{{vars.word}}`, `two words`.';
  expect(adviceAfter(prompt(known))).toEqual([]);
  const manifest = setup('metadata: { name: courier }', 'manifest');
  expect(adviceAfter({ ...prompt('Change `courier`.'), ...manifest })).toEqual([]);
});

test('what stands in a host before it boots is known by its path and by what is in it', async () => {
  const hosts = [{ name: 'box', files: [{ from: 'files/a', to: '/etc/box.conf' }] }];
  const fields = { tasks: tasksWith('Change `courier` in `/etc/box.conf`.') };
  const files: File[] = [
    {
      file: 'files/a',
      kind: 'content',
      path: ['environment', 'hosts', 0, 'files', 0, 'from'],
      text: 'courier=1',
    },
  ];
  expect(adviceAfter({ fields })).toHaveLength(2);
  expect(
    adviceAfter({ fields: { ...fields, environment: { kind: 'cluster', nodes: 2, hosts } }, files }),
  ).toEqual([]);
});

test('what is written in capitals beside known names stands for something', () => {
  expect(adviceAfter(prompt('Edit `/shop/NAME/web`.'))).toEqual([]);
  expect(adviceAfter(prompt('Edit `/shop/NAME/shpo`.'))).toHaveLength(1);
  expect(adviceAfter(prompt('Edit `NAME`.'))).toHaveLength(1);
});

test('what stands in a block of code is no name', () => {
  expect(adviceAfter(prompt('Do:\n\n```\necho `unknown`\n```\n'))).toEqual([]);
});

test('a check, a group and a guard say why they matter; parts of a group need no reason of their own', () => {
  const withoutWhy = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, field) => (key === 'why' ? undefined : field)));
  const fields = withoutWhy({ tasks: tasksWith(), guards: sampleFields()['guards'] }) as object;
  const told = adviceAfter({ fields }).map((line) => /why scenario.yaml: (\S+) does not say/.exec(line)?.[1]);
  expect(told).toEqual(['gate', 'plain', 'first-guard', 'door', 'either', 'neither', 'alive']);
});

test('real firms are told in story, titles and prompts', () => {
  expect(adviceAfter({ story: 'Walmart calls.' })).toEqual([
    'names story.md: Walmart is a real firm; choose a plain name',
  ]);
  expect(adviceAfter({ fields: { title: 'A day at Netflix' } })).toHaveLength(1);
});

test('links are https and, where they are allowed, on the list of the exam', () => {
  const docs = (url: string, allowedInExam: boolean): Change => ({
    fields: { docs: [{ url, allowedInExam }] },
  });
  expect(adviceAfter(docs('http://kubernetes.io/docs/', true))[0]).toContain('is not https');
  expect(adviceAfter(docs('https://gvisor.dev/docs/', true))[0]).toContain('list of 2026-01');
  expect(adviceAfter(docs('https://gvisor.dev/docs/', false))).toEqual([]);
});

test('the explanation says what to read next', () => {
  const told = ['docs explain.md: no link says what to read next'];
  expect(adviceAfter({ explain: 'It works.' })).toEqual(told);
  expect(adviceAfter({ explain: 'See [this](http://a.example/).' })).toEqual(told);
  expect(adviceAfter({ explain: 'It works. See [this](https://a.example/).' })).toEqual([]);
});

test('a setup that sleeps is told; an argument called sleep and a comment are not', () => {
  expect(adviceAfter(setup('sleep 5\n'))).toEqual(['sleep files/a: use a wait step instead of sleep']);
  expect(adviceAfter(setup('until ok; do sleep 1; done'))).toHaveLength(1);
  expect(adviceAfter(setup('# sleep 5\ndocker run lab.local/workloads:1 sleep 600'))).toEqual([]);
});

test('images have a version and come from the lab', () => {
  const faults = (image: string) => adviceAfter(setup(`spec:\n  - image: ${image}\n`, 'manifest'));
  expect(faults('lab.local/workloads:1')).toEqual([]);
  expect(faults("'{{vars.image}}'")).toEqual([]);
  expect(faults('lab.local/workloads')[0]).toContain('name a version');
  expect(faults('lab.local/workloads:latest')[0]).toContain('name a version');
  expect(faults('registry.k8s.io/pause:3.10')[0]).toContain('not an image of the lab');
});

test('nothing is fetched from outside of the lab', () => {
  expect(adviceAfter(setup('curl https://get.some.dev/x'))).toEqual([
    'network files/a: labs do not reach get.some.dev',
  ]);
  expect(adviceAfter(setup('sudo apt-get install jq'))).toHaveLength(1);
  const inside = 'curl http://127.0.0.1:8080 https://web.shop.svc https://cp:6443 http://a.example.com';
  expect(adviceAfter(setup(inside))).toEqual([]);
});

test('what an import left to be rewritten is told', () => {
  expect(adviceAfter(setup('# REWRITE: say which check'))).toEqual([
    'rewrite files/a: REWRITE: say which check',
  ]);
});
