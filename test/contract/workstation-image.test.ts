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
  'kubecolor',
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
  const completed = [
    'COMP_WORDS=(k get --outpu)',
    'COMP_CWORD=2 COMP_LINE="k get --outpu" COMP_POINT=13 COMP_TYPE=9',
    '__start_kubectl',
    'echo "${COMPREPLY[@]}"',
  ];
  expect((await shell(completed.join('; '))).output).toContain('--output');
});

test('k has colours on a screen and none in a pipe', async () => {
  const version = 'eval "k version --client"';
  expect((await shell(`script -qec 'bash -ic "k version --client"' /dev/null`)).output).toContain('\u001b[');
  expect((await shell(`${version} | cat`)).output).not.toContain('\u001b[3');
});

test('what is typed is kept at once, not when the shell ends', async () => {
  const typed = `printf 'echo one\necho two\n' | script -qec 'bash -li' /dev/null >/dev/null; tail -n 2 ~/.bash_history`;
  expect((await shell(typed)).output).toContain('echo one\necho two');
});

test('vim knows YAML, and tmux the colours, mouse and clipboard of the page', async () => {
  const asked = 'vim -es -u ~/.vimrc +"set ft=yaml" +"redir >> /dev/stdout" +"set sw? et? mouse?" +q! x.yaml';
  expect((await shell(asked)).output).toMatch(/shiftwidth=2[^]*expandtab[^]*mouse=a/);
  const options =
    'tmux new -d; tmux show -gv mouse; tmux show -gv set-clipboard; tmux show -gv terminal-features';
  expect((await shell(options)).output).toMatch(/^on\non\n[^]*xterm-256color:RGB:clipboard/m);
});

test('text is UTF-8', async () => {
  expect(await machine.sh('locale charmap; printf ü | wc -m', 'learner')).toBe('UTF-8\n1');
});

test('no key and no password comes with the image', async () => {
  expect((await shell('ls -A ~/.ssh ~/.kube')).output).not.toMatch(/id_|config/);
  expect((await shell('sudo cut -d: -f2 /etc/shadow | sort -u')).output).not.toContain('$');
});
