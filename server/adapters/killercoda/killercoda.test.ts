import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeNewFolder } from '../fs/new-folder.ts';
import { FsScenarioLibrary, readCurriculum } from '../fs/scenario-library.ts';
import { convert, type Imported } from './convert.ts';
import { readSource } from './read-source.ts';

const trialPack =
  'schema: cks-lab-pack/1\nid: trial\nname: Trial\nversion: 0.1.0\nlicence: Apache-2.0\ndescription: For tests\n';

const index = {
  title: 'Two small steps',
  description: 'Make a Namespace, then a Pod.',
  time: '20 minutes',
  details: {
    intro: { text: 'intro.md', background: 'prepare.sh' },
    steps: [
      { title: 'Look around', text: 'step1.md' },
      { title: 'A Namespace', text: 'step2/text.md', verify: 'step2/verify.sh' },
      { title: 'A Pod', text: 'step3.md', verify: 'step3.sh', background: 'later.sh' },
    ],
    finish: { text: 'finish.md' },
    assets: {
      host01: [
        { file: 'app.yaml', target: '~/work', chmod: '+x' },
        { file: '*.txt', target: '/root' },
      ],
    },
  },
  backend: { imageid: 'kubernetes-kubeadm-1node' },
};
const files: Record<string, string> = {
  'index.json': JSON.stringify(index),
  'intro.md': 'Welcome.\n',
  'prepare.sh': '#!/bin/sh\nkubectl create namespace old\n',
  'step1.md': 'Run `kubectl get ns`{{exec}} on controlplane.\n',
  'step2/text.md':
    'Make it.\n\n<details><summary>Tip</summary>\nAsk for help.\n</details>\n\n<details><summary>Solution</summary>\n\n`kubectl create ns new`{{copy}}\n\n</details>\n',
  'step2/verify.sh': '#!/bin/bash\nset -e\nkubectl get ns new\n',
  'step3.md': 'Start a Pod.\n',
  'step3.sh': 'kubectl get pod one\n',
  'finish.md': 'Well done.\n',
  'assets/app.yaml': 'kind: Pod\n',
};
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cks-lab-killercoda-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(changed: Record<string, string | undefined> = {}): Promise<string> {
  const source = join(folder, 'source');
  for (const [file, text] of Object.entries({ ...files, ...changed })) {
    if (text === undefined) continue;
    await mkdir(dirname(join(source, file)), { recursive: true });
    await writeFile(join(source, file), text);
  }
  return source;
}

const target = { id: 'two-steps', domain: 'cluster-setup', competency: 'CS1', schema: 's' } as const;
const imported = async (changed: Record<string, string | undefined> = {}): Promise<Imported> =>
  convert(await readSource(await write(changed)), target);

async function load({ files: written }: Imported) {
  const pack = join(folder, 'pack');
  await writeNewFolder(join(pack, target.domain, target.id), written);
  const curriculum = await readCurriculum(join(import.meta.dirname, '../../../scenarios/curriculum.yaml'));
  await writeFile(join(pack, 'pack.yaml'), trialPack);
  const library = new FsScenarioLibrary({ packs: [{ folder: pack, shown: 'trial' }], curriculum });
  await library.reload();
  return library;
}

test('texts, setup and verify scripts become a scenario that parses', async () => {
  const library = await load(await imported());
  expect(library.faults()).toEqual([]);
  const loaded = library.get('two-steps');
  expect(loaded?.story).toBe('Welcome.\n\n## Look around\n\nRun `kubectl get ns` on controlplane.\n');
  expect(loaded?.scenario).toMatchObject({
    title: 'Two small steps',
    minutes: 20,
    points: 10,
    environment: { kind: 'cluster', nodes: 1 },
    setup: [
      { file: { from: 'files/assets/app.yaml', to: '/root/work/app.yaml', mode: '0755', on: 'cp' } },
      { run: { on: 'cp', script: 'files/setup-1.sh' } },
    ],
  });
  const [first, second] = loaded?.scenario.tasks ?? [];
  expect(first).toMatchObject({ title: 'A Namespace', prompt: 'Make it.\n' });
  expect(first?.hints).toEqual([
    { text: 'Ask for help.', cost: 0 },
    { text: '`kubectl create ns new`', cost: 2.5 },
  ]);
  expect(second?.checks).toMatchObject([{ type: 'script', on: 'cp', run: 'checks/step-3.sh' }]);
});

test('what is not taken over is told', async () => {
  expect((await imported()).notes).toEqual([
    'the assets *.txt are left out: name each file',
    'step 1 names controlplane or node01; here they are called cp and worker',
    'step 1 has no verify script: its text went into story.md',
    'step 3 runs later.sh when it opens; labs prepare everything before: left out',
  ]);
});

test('everything that a person has to decide is marked', async () => {
  const marked = [...(await imported()).files].filter(([, text]) => text.includes('REWRITE: '));
  expect(marked.map(([file]) => file).sort()).toEqual([
    'checks/step-2.sh',
    'checks/step-3.sh',
    'explain.md',
    'scenario.yaml',
    'solution/first.sh',
    'wrong/delete-everything.sh',
    'wrong/first.sh',
    'wrong/second.sh',
  ]);
});

/** What a check script prints when the machine's kubectl is this one. */
async function verdict(verify: string): Promise<unknown> {
  await rm(join(folder, 'source'), { recursive: true, force: true });
  const script = (await imported({ 'step2/verify.sh': verify })).files.get('checks/step-2.sh') ?? '';
  const { stdout } = await promisify(execFile)('bash', ['-c', script]);
  return JSON.parse(stdout);
}

test('a verify script gives a verdict whatever it does and prints', async () => {
  expect(await verdict('#!/bin/bash\nset -e\ntrue\n')).toEqual({
    pass: true,
    observed: 'the imported script ended with 0: ',
  });
  expect(await verdict('echo "it is \\"not\\" there"; exit 3\nIMPORTED\n')).toEqual({
    pass: false,
    observed: 'the imported script ended with 3: it is  not  there',
  });
  expect(await verdict('if then')).toMatchObject({ pass: false });
});

test.each([
  [{ 'index.json': undefined }, 'has no index.json'],
  [{ 'index.json': undefined, 'structure.json': '{}' }, 'course of several'],
  [{ 'index.json': '{' }, 'not JSON'],
  [{ 'index.json': '{"title":"x"}' }, 'details'],
  [{ 'step3.md': undefined }, 'names step3.md'],
  [{ 'step3.sh': '#!/usr/bin/env python3\n' }, 'written for python3'],
  [{ 'index.json': JSON.stringify({ ...index, backend: { imageid: 'rocky' } }) }, 'runs on rocky'],
])('what cannot be taken over is an error that says why: %j', async (changed, message) => {
  await expect(imported(changed)).rejects.toThrow(message);
});

test('files outside of the folder are refused', async () => {
  const outside = { ...index, details: { ...index.details, finish: { text: '../secret.md' } } };
  await writeFile(join(folder, 'secret.md'), 'x');
  await expect(imported({ 'index.json': JSON.stringify(outside) })).rejects.toThrow('outside');
});

test('a scenario without any verify script is refused', async () => {
  const steps = index.details.steps.map(({ title, text }) => ({ title, text }));
  const reading = { ...index, details: { ...index.details, steps } };
  await expect(imported({ 'index.json': JSON.stringify(reading) })).rejects.toThrow('nothing to check');
});
