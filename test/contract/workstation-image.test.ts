import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtImage, TrialMachine } from './image-trial.ts';

let machine: TrialMachine;
beforeAll(async () => {
  machine = await TrialMachine.start(await builtImage('workstation'), { Hostname: 'workstation' });
});
afterAll(() => machine.remove());

const shell = (script: string) => machine.run(['bash', '-lic', script], 'learner');

test('the learner is an ordinary user who may become root', async () => {
  expect((await shell('id -u; sudo id -u; pwd')).output).toContain('1000\n0\n/home/learner');
});

test.each([
  'curl',
  'dig',
  'docker',
  'git',
  'ip',
  'jq',
  'kubectl',
  'less',
  'nano',
  'ncat',
  'nmap',
  'openssl',
  'ssh',
  'tmux',
  'vim',
  'yq',
])('%s is there', async (program) => {
  expect((await shell(`command -v ${program}`)).exit).toBe(0);
});

test('kubectl is the version of the nodes', async () => {
  expect((await shell('kubectl version --client')).output).toContain('v1.36.3');
});

test('k completes as kubectl does', async () => {
  expect((await shell('complete -p k')).output).toContain('__start_kubectl');
});

test('text is UTF-8', async () => {
  expect(await machine.sh('locale charmap; printf ü | wc -m', 'learner')).toBe('UTF-8\n1');
});

test('no key and no password comes with the image', async () => {
  expect((await shell('ls -A ~/.ssh ~/.kube')).output).not.toMatch(/id_|config/);
  expect((await shell('sudo cut -d: -f2 /etc/shadow | sort -u')).output).not.toContain('$');
});
