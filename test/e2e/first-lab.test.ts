import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser, makeTerminalsReadable } from '../support/browser.ts';

// The whole chain as a learner meets it: the launcher, the real server, a real cluster, a real browser.

const root = join(import.meta.dirname, '../..');
const shots = join(root, 'test-results/screenshots/e2e');
const minutes = 60_000;
const scenario = 'Close a namespace, then open two doors';

let state: string;
let browser: Browser;
let page: Page;
let address: string;

async function ckslab(...args: string[]): Promise<string> {
  const run = await execa('./ckslab', args, {
    cwd: root,
    env: { CKSLAB_STATE_DIR: state, CKSLAB_WARM_LABS: '0', CI: 'true' },
    timeout: 60 * minutes,
    all: true,
  });
  return run.all;
}

async function shot(name: string): Promise<void> {
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** What stands on a terminal, as a screen reader gets it: the picture itself is drawn on a canvas. */
async function screen(name: string): Promise<string> {
  const lines = page.getByRole('group', { name: `Terminal ${name}` }).locator('.xterm-accessibility-tree');
  return (await lines.innerText()).replaceAll('\u00a0', ' ');
}

async function typeLine(line: string): Promise<void> {
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'cks-lab-e2e-'));
  mkdirSync(shots, { recursive: true });
  const port = String(20_000 + (process.pid % 20_000));
  const out = await ckslab('up', '--port', port, '--wait-images', '--no-open');
  const found = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/.exec(out);
  if (found === null) throw new Error(`up printed no address:\n${out}`);
  address = found[0];
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await makeTerminalsReadable(page);
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shot('failed');
});

afterAll(async () => {
  await browser?.close();
  if (state !== undefined) {
    await ckslab('down', '--labs');
    rmSync(state, { recursive: true, force: true });
  }
});

test('a learner solves cs01 in the browser and finds everything again after a reload', async () => {
  await page.goto(address);
  await page.getByRole('link', { name: scenario }).waitFor();
  expect(new URL(page.url()).search).toBe('');
  await shot('1-catalogue');

  await page.getByRole('link', { name: scenario }).click();
  await page.getByRole('button', { name: 'Start lab' }).waitFor();
  await shot('2-scenario');
  await page.getByRole('button', { name: 'Start lab' }).click();
  await page.getByRole('button', { name: 'Cancel' }).waitFor();
  await shot('3-starting');

  const terminal = page.getByRole('group', { name: 'Terminal workstation' });
  await terminal.waitFor({ timeout: 6 * minutes });
  await expect.poll(() => screen('workstation'), { timeout: minutes }).toContain('learner@workstation');
  await shot('4-ready');

  await page.getByRole('button', { name: 'Check all' }).click();
  await page.getByText('there is no NetworkPolicy orders/closed').waitFor({ timeout: 2 * minutes });
  expect(await page.getByLabel('0 of 10 points', { exact: true }).count()).toBeGreaterThan(0);
  await shot('5-checked-untouched');

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
  await typeLine(`export VAR_apiPort=${detail.lab.vars['apiPort']}`);
  await typeLine("cat >solve.sh <<'END'");
  for (const line of solution.trimEnd().split('\n')) await typeLine(line);
  await typeLine('END');
  await typeLine('clear; bash solve.sh && echo all"-"applied');
  await expect.poll(() => screen('workstation'), { timeout: minutes }).toContain('all-applied');

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
  await shot('6-full-points');

  await page.reload();
  await terminal.waitFor({ timeout: minutes });
  await page.getByLabel('10 of 10 points').first().waitFor({ timeout: minutes });
  await expect.poll(() => screen('workstation'), { timeout: minutes }).toContain('all-applied');
  await shot('7-after-reload');

  await page.getByRole('tab', { name: 'cp' }).click();
  await expect.poll(() => screen('cp'), { timeout: minutes }).toContain('root@cp');
  await shot('8-node-terminal');

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: /to Before check 1/ }).click();
  await page.getByRole('button', { name: 'Go back', exact: true }).click();
  await page.getByRole('heading', { name: 'Going back' }).waitFor();
  await shot('9-going-back');
  await page.getByRole('group', { name: 'Terminal cp' }).waitFor({ timeout: 3 * minutes });
  await page.getByRole('button', { name: 'Check all' }).click();
  await page.getByText('there is no NetworkPolicy orders/closed').waitFor({ timeout: 2 * minutes });
  await shot('10-gone-back');

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Stop the lab' }).click();
  await page.goto(new URL('/history', page.url()).href);
  await page.getByText(scenario).first().waitFor();
  await page.getByLabel('10 of 10 points').first().waitFor();
  await shot('11-history');
  await expect
    .poll(async () => (await execa('docker', ['ps', '-aq', '--filter', `label=cks-lab/lab=${lab}`])).stdout, {
      timeout: 2 * minutes,
    })
    .toBe('');
});
