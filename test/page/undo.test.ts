import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { everyLook, PageStage } from '../support/page-stage.ts';

const lab = 'lab-aaaaaaaa';

const stage = new PageStage();
let page: Page;

async function open(
  theme: 'light' | 'dark' = 'light',
  viewport?: { width: number; height: number },
): Promise<void> {
  page = await stage.open(theme, `/labs/${lab}`, viewport);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('dialog', { name: 'Undo' }).waitFor();
}
const rows = () => page.getByRole('list', { name: 'Saved states' }).getByRole('listitem');

describe.each(everyLook)('%s %o', (theme, viewport) => {
  test('the saved states, what is lost, and how far the lab is', async () => {
    const shoot = (name: string) => stage.look(page, name, theme);
    await open(theme, viewport);
    await rows().first().waitFor();
    expect(await rows().count()).toBe(3);
    expect(await rows().first().innerText()).toMatch(/Before check 3[^]*the API server did not answer then/);
    await shoot('undo-list');
    await page.getByRole('button', { name: /to Saved by you/ }).click();
    await page.getByRole('alertdialog', { name: 'Go back to this state?' }).waitFor();
    await shoot('undo-confirm');
    await page.getByRole('button', { name: 'Go back', exact: true }).click();
    await expect.poll(() => stage.api.snapshots.wentBackTo).toEqual([3]);
    const at = Date.now();
    const step = { id: 'undo-files', title: 'Put the files back', at };
    stage.api.change(lab, {
      steps: [
        { ...step, phase: 'begin' },
        { ...step, at: at + 400, phase: 'end', ok: true },
        { id: 'undo-boot', title: 'Start the machines again', at: at + 400, phase: 'begin' },
      ],
    });
    await stage.terminals(page);
    await page.getByRole('heading', { name: 'Going back' }).waitFor();
    await page.getByText('Start the machines again').waitFor();
    await shoot('undo-under-way');
    stage.api.change(lab, { state: 'ready', readyAt: Date.now() });
    await page.getByRole('heading', { name: 'Going back' }).waitFor({ state: 'detached' });
  });
});

test('a lab is saved by its learner, by the keyboard alone', async () => {
  stage.api.snapshots.list = [];
  await open();
  await page.getByText('Nothing is saved yet.').waitFor();
  await stage.look(page, 'undo-empty', 'light');
  await page.getByRole('button', { name: 'Save now' }).focus();
  await page.keyboard.press('Enter');
  await rows().first().waitFor();
  expect(await rows().first().innerText()).toContain('Saved by you');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Undo' }).waitFor({ state: 'detached' });
});

test('what keeps it from being saved is said where it was asked for', async () => {
  stage.api.snapshots.full = true;
  await open();
  await page.getByRole('button', { name: 'Save now' }).click();
  await page.getByRole('dialog').getByText('no room on the disk').waitFor();
  expect(await rows().count()).toBe(3);
});

test('who keeps working loses nothing', async () => {
  await open();
  await page.getByRole('button', { name: /to Before check 2/ }).click();
  await page.getByRole('button', { name: 'Keep working' }).click();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(stage.api.snapshots.wentBackTo).toEqual([]);
  expect(await rows().count()).toBe(3);
});
