import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { LabView } from '#contract/lab.ts';
import { everyLook, PageStage } from '../support/page-stage.ts';

const lab = 'lab-aaaaaaaa';
const hour = 3_600_000;

const stage = new PageStage();

const paused = (): Partial<LabView> => ({
  state: 'paused',
  steps: [],
  pausedAt: Date.now() - 3 * hour,
  keptUntil: Date.now() + 6 * 24 * hour,
  estimate: { ms: 24_000, runs: 3, steps: {} },
});
const begun = [
  { id: 'machines', title: 'Start the machines', at: Date.now() - 9000, phase: 'begin' },
  { id: 'machines', title: 'Start the machines', at: Date.now() - 7500, phase: 'end', ok: true },
  { id: 'control-plane', title: 'Start the control plane', at: Date.now() - 7500, phase: 'begin' },
] satisfies LabView['steps'];

describe.each(everyLook)('%s %o', (theme, viewport) => {
  test('a paused lab says what is kept, and how long', async () => {
    stage.api.change(lab, paused());
    const page = await stage.open(theme, `/labs/${lab}`, viewport);
    await stage.terminals(page);
    await page.getByRole('heading', { name: 'This lab is paused' }).waitFor();
    await page.getByText('have been stopped for 3 h').waitFor();
    await page.getByText('Usually takes 25 s').waitFor();
    await stage.look(page, 'lab-paused', theme);
  });

  test('a lab whose engine restarted says so calmly', async () => {
    const problem = {
      code: 'engine.restarted',
      message: 'The Docker engine restarted and stopped the machines of this lab.',
      remedy:
        'Nothing on its disks was lost. Resume it to go on: its machines start again as after a power cut.',
    };
    stage.api.change(lab, { ...paused(), problem });
    const page = await stage.open(theme, `/labs/${lab}`, viewport);
    await stage.terminals(page);
    await page.getByRole('status').filter({ hasText: 'Nothing on its disks was lost' }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).first().waitFor();
    await stage.look(page, 'lab-paused-engine', theme);
  });

  test('a lab that did not come back says why, and is still paused', async () => {
    const problem = {
      code: 'runtime.failed',
      message: 'The API server did not answer within 120 s.',
      remedy: 'Resume it again when the machine has less to do, or reset the lab.',
    };
    stage.api.change(lab, { ...paused(), problem });
    const page = await stage.open(theme, `/labs/${lab}`, viewport);
    await stage.terminals(page);
    await page.getByText('did not answer within 120 s').waitFor();
    await stage.look(page, 'lab-paused-problem', theme);
  });

  test('a resume shows how far it is', async () => {
    stage.api.change(lab, { ...paused(), state: 'resuming', steps: begun });
    const page = await stage.open(theme, `/labs/${lab}`, viewport);
    await stage.terminals(page);
    await page.getByRole('heading', { name: 'Resuming the lab' }).waitFor();
    await page.getByText(/it usually takes 25 s on this machine/).waitFor();
    await stage.look(page, 'lab-resuming', theme);
  });

  test('the list of labs pauses and resumes', async () => {
    stage.api.change('lab-cccccccc', paused());
    const page = await stage.open(theme, '/', viewport);
    const list = page.getByRole('region', { name: 'Continue' });
    await list.getByRole('button', { name: /^Resume / }).waitFor();
    await list.getByRole('button', { name: /^Pause / }).waitFor();
    await list.getByText(/kept until/).waitFor();
    await stage.look(page, 'catalogue-paused', theme);
  });
});

const sheet = (page: Page) => page.getByRole('region', { name: 'This lab is paused' });

test('a lab is paused after a question, and resumed by one click', async () => {
  const page = await stage.open('light', `/labs/${lab}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  const question = page.getByRole('alertdialog', { name: 'Pause this lab?' });
  await question.getByText('What runs in the terminals ends.').waitFor();
  await stage.look(page, 'lab-pause-question', 'light');
  await question.getByRole('button', { name: 'Keep working' }).click();
  await question.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Pause' }).click();
  await question.getByRole('button', { name: 'Pause the lab' }).click();
  await page.getByRole('heading', { name: 'Pausing the lab' }).waitFor();
  expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  stage.api.change(lab, paused());
  await sheet(page).getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('heading', { name: 'Resuming the lab' }).waitFor();
  stage.api.change(lab, { state: 'ready', pausedAt: undefined, keptUntil: undefined });
  await page.getByRole('group', { name: 'Terminal workstation' }).waitFor();
  await page.context().close();
});

test('a resume that is given up goes back to rest, and the lab is not removed', async () => {
  stage.api.change(lab, { ...paused(), state: 'resuming', steps: begun });
  const page = await stage.open('light', `/labs/${lab}`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Pausing the lab' }).waitFor();
  await page.context().close();
});

test('a paused lab is kept for longer on request', async () => {
  const today = { ...paused(), keptUntil: Date.now() + hour };
  stage.api.change(lab, today);
  const page = await stage.open('light', `/labs/${lab}`);
  const until = sheet(page).getByRole('definition').filter({ hasText: 'then it is removed' });
  const before = await until.innerText();
  await sheet(page).getByRole('button', { name: 'Keep it longer' }).click();
  await expect.poll(() => until.innerText()).not.toBe(before);
  await page.context().close();
});

test('the clock of a paused lab stands still, and goes on where it stood', async () => {
  const readyAt = Date.now() - 5 * hour;
  stage.api.change(lab, { ...paused(), readyAt });
  const page = await stage.open('light', `/labs/${lab}`);
  const timer = page.getByRole('timer').first();
  const before = await timer.innerText();
  expect(before).toMatch(/^2:00:0\d$/);
  stage.api.change(lab, { state: 'ready', pausedAt: undefined, pausedMs: 3 * hour });
  await expect.poll(() => timer.innerText()).not.toBe(before);
  expect(await timer.innerText()).toMatch(/^2:0\d:\d\d$/);
  await page.context().close();
});
