import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { minutes } from './lab-window.ts';
import { RealLab } from './real-lab.ts';

// The whole chain as a learner meets it: the launcher, the real server, a real cluster, a real browser.

const root = join(import.meta.dirname, '../..');
const scenario = 'Close a namespace, then open two doors';
const its = new RealLab('first-lab');

beforeAll(() => its.open());

/** What hands know from the exam and needs a cluster. */
async function aShellOfTheExam(): Promise<void> {
  await its.window.ready();
  await its.window.run('');
  await its.page.keyboard.type('k get no');
  await its.page.keyboard.press('Tab');
  await its.window.shows(/\$ k get nodes\s*$/);
  await its.page.keyboard.press('Enter');
  await its.window.shows(/^cp\s+Ready\s[^]*learner@workstation:~\$\s*$/m);
  await its.window.run(
    'for node in $(kubectl get nodes -o name); do ssh "${node#node/}" "id -un; uname -n"; done',
  );
  await its.window.shows(/^root\ncp\n[^]*learner@workstation:~\$\s*$/m);
}

test('a learner solves cs01 in the browser and finds everything again after a reload', async () => {
  const { page, window } = its;
  await page.getByRole('link', { name: scenario }).waitFor();
  expect(new URL(page.url()).search).toBe('');
  await its.shot('1-catalogue');

  await page.getByRole('link', { name: scenario }).click();
  await page.getByRole('button', { name: 'Start lab' }).waitFor();
  await its.shot('2-scenario');
  await page.getByRole('button', { name: 'Start lab' }).click();
  await page.getByRole('button', { name: 'Cancel' }).waitFor();
  await its.shot('3-starting');

  const terminal = window.shell();
  await terminal.waitFor({ timeout: 6 * minutes });
  await window.shows('learner@workstation');
  await its.shot('4-ready');

  await page.getByRole('button', { name: 'Check all' }).click();
  await page.getByText('there is no NetworkPolicy orders/closed').waitFor({ timeout: 2 * minutes });
  expect(await page.getByLabel('0 of 10 points', { exact: true }).count()).toBeGreaterThan(0);
  await its.shot('5-checked-untouched');

  const lab = page.url().split('/').at(-1) ?? '';
  const detail = (await page.evaluate(
    async (id) => (await fetch(`/api/labs/${id}`, { headers: { 'x-cks-lab': '1' } })).json(),
    lab,
  )) as { lab: { vars: Record<string, string> } };
  const solution = readFileSync(
    join(root, 'scenarios/cluster-setup/cs01-netpol-two-tiers/solution/one-file.sh'),
    'utf8',
  );
  await terminal.click();
  await window.typeLine(`export VAR_apiPort=${detail.lab.vars['apiPort']}`);
  await window.typeLine("cat >solve.sh <<'END'");
  for (const line of solution.trimEnd().split('\n')) await window.typeLine(line);
  await window.typeLine('END');
  await window.typeLine('clear; bash solve.sh && echo all"-"applied');
  await window.shows('all-applied');

  await page.keyboard.press('Control+Enter');
  await page
    .getByLabel('10 of 10 points')
    .first()
    .waitFor({ timeout: 2 * minutes });
  await page.getByRole('heading', { name: 'Explanation' }).waitFor({ timeout: minutes });
  await page.getByRole('button', { name: /Two doors/ }).click();
  for (const row of [
    'The API is open to web of shop and to nobody else',
    'A Pod app=web of another Namespace does not',
  ]) {
    await page.locator('summary').filter({ hasText: row }).click();
  }
  await page.getByText('no answer comes back').filter({ visible: true }).first().waitFor();
  await its.shot('6-full-points');

  await page.reload();
  await terminal.waitFor({ timeout: minutes });
  await page.getByLabel('10 of 10 points').first().waitFor({ timeout: minutes });
  await window.shows('all-applied');
  await its.shot('7-after-reload');

  await aShellOfTheExam();

  await page.getByRole('tab', { name: 'cp' }).click();
  await window.shows('root@cp', 'cp');
  await its.shot('8-node-terminal');

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: /to Before check 1/ }).click();
  await page.getByRole('button', { name: 'Go back', exact: true }).click();
  await page.getByRole('heading', { name: 'Going back' }).waitFor();
  await its.shot('9-going-back');
  await window.shell('cp').waitFor({ timeout: 3 * minutes });
  await page.getByRole('button', { name: 'Check all' }).click();
  await page.getByText('there is no NetworkPolicy orders/closed').waitFor({ timeout: 2 * minutes });
  await its.shot('10-gone-back');

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Stop the lab' }).click();
  await page.goto(new URL('/history', page.url()).href);
  await page.getByText(scenario).first().waitFor();
  await page.getByLabel('10 of 10 points').first().waitFor();
  await its.shot('11-history');
  await expect
    .poll(async () => (await execa('docker', ['ps', '-aq', '--filter', `label=cks-lab/lab=${lab}`])).stdout, {
      timeout: 2 * minutes,
    })
    .toBe('');
});
