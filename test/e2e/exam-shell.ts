import { expect, test } from 'vitest';
import { minutes } from './lab-window.ts';
import { its } from './one-lab.ts';

// A shell as hands know it from the exam. What needs a cluster is in the test of the first lab.

const prompt = /learner@workstation:~\$\s*$/;

/** The colours of a piece of text, of a terminal that is drawn into the document. */
const coloursOf = (text: string) =>
  its.window
    .shell()
    .locator('.xterm-rows span')
    .filter({ hasText: text })
    .evaluateAll((pieces) =>
      pieces.flatMap(({ classList }) => [...classList].filter((name) => name.startsWith('xterm-fg-'))),
    );

test('the prompt tells the machine, and ssh goes to another by its name', async () => {
  await its.window.run('ssh docker-host');
  await its.window.shows(/^learner@docker-host:~\$\s*$/m);
  await its.window.typeLine('uname -n; exit');
  await its.window.shows(/^docker-host\n[^]*learner@workstation:~\$\s*$/m);
});

test('k completes and has colours, and so has jq', async () => {
  await its.window.run('');
  await its.page.keyboard.type('k get --outpu');
  await its.page.keyboard.press('Tab');
  await its.window.shows(/\$ k get --output=?\s*$/);
  await its.page.keyboard.press('Control+C');
  await its.window.run(
    'kubectl version --client | tail -1; k version --client; k version --client | tail -1',
  );
  await its.window.shows(/(Kustomize Version: \S+\n[^]*){3}learner@workstation:~\$\s*$/);
  // Of the three it is the second.
  await expect.poll(() => coloursOf('Kustomize Version'), { timeout: minutes }).toHaveLength(1);
  await its.window.run(`echo '{"pods":{"web":[1,2]}}' | jq -c .pods`);
  await its.window.shows(/^\{"web":\[1,2\]\}$/m);
  await expect.poll(() => coloursOf('"web"'), { timeout: minutes }).not.toEqual([]);
});

test('vim indents YAML by two blanks', async () => {
  await its.window.run('vim pod.yaml');
  await its.window.shows('"pod.yaml" [New]');
  await its.page.keyboard.type('ikind: Pod');
  for (const line of ['metadata:', 'name: web', 'labels:']) {
    await its.page.keyboard.press('Enter');
    await its.page.keyboard.type(line);
  }
  await its.page.keyboard.press('Enter');
  await its.page.keyboard.press('Tab');
  await its.page.keyboard.type('x');
  await its.window.shows(/^metadata:\n {2}name: web\n {2}labels:\n {6}x$/m);
  await expect.poll(() => coloursOf('metadata'), { timeout: minutes }).not.toEqual([]);
  await its.shot('exam-vim');
  await its.page.keyboard.press('Escape');
  await its.window.typeLine(':wq');
  await its.window.shows(prompt);
});

test('tmux splits, takes the mouse, and leaves the screen as it was', async () => {
  await its.window.run('echo be""fore; tmux');
  await its.window.shows(/^learner@workstation:~\$[^]*\[0\] 0:bash/);
  await its.page.keyboard.press('Control+B');
  await its.page.keyboard.type('%');
  await its.window.shows(/│learner@workstation:~\$/);
  await its.window.typeLine('echo ri""ght');
  await its.window.shows(/│right$/m);
  await its.window.shell().click({ position: { x: 60, y: 200 } });
  await its.window.typeLine('echo le""ft');
  await its.window.shows(/^left\s+│/m);
  await its.shot('exam-tmux');
  await its.window.typeLine('exit');
  await its.window.shows(/^right$/m);
  await its.window.typeLine('exit');
  await its.window.shows(/^before\n\[exited\]\nlearner@workstation:~\$\s*$/m);
});
