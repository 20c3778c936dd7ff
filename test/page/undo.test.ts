import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, seriousViolations } from '../support/browser.ts';
import { FakeApi } from '../support/fake-api.ts';

const shots = join(import.meta.dirname, '../../test-results/screenshots');
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
const lab = 'lab-aaaaaaaa';

let api: FakeApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  browser = await launchBrowser();
});
beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(async () => {
  await page.context().close();
  await api.close();
});
afterAll(() => browser?.close());

async function open(theme: 'light' | 'dark' = 'light', viewport = wide): Promise<void> {
  const context = await browser.newContext({ colorScheme: theme, viewport, reducedMotion: 'reduce' });
  page = await context.newPage();
  await page.goto(`${api.origin}/labs/${lab}`);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('dialog', { name: 'Undo' }).waitFor();
}
const rows = () => page.getByRole('list', { name: 'Saved states' }).getByRole('listitem');

describe.each([
  ['light', wide],
  ['dark', wide],
  ['light', narrow],
  ['dark', narrow],
] as const)('%s %o', (theme, viewport) => {
  test('the saved states, what is lost, and how far the lab is', async () => {
    const size = viewport === narrow ? '-phone' : '';
    const shoot = async (name: string): Promise<void> => {
      await page.screenshot({ path: join(shots, `${name}${size}-${theme}.png`) });
      expect(await seriousViolations(page)).toEqual([]);
    };
    await open(theme, viewport);
    await rows().first().waitFor();
    expect(await rows().count()).toBe(3);
    expect(await rows().first().innerText()).toMatch(/Before check 3[^]*the API server did not answer then/);
    await shoot('undo-list');
    await page.getByRole('button', { name: /to Saved by you/ }).click();
    await page.getByRole('alertdialog', { name: 'Go back to this state?' }).waitFor();
    await shoot('undo-confirm');
    await page.getByRole('button', { name: 'Go back', exact: true }).click();
    await expect.poll(() => api.snapshots.wentBackTo).toEqual([3]);
    const at = Date.now();
    const step = { id: 'undo-files', title: 'Put the files back', at };
    api.change(lab, {
      steps: [
        { ...step, phase: 'begin' },
        { ...step, at: at + 400, phase: 'end', ok: true },
        { id: 'undo-boot', title: 'Start the machines again', at: at + 400, phase: 'begin' },
      ],
    });
    if (viewport === narrow) await page.getByRole('button', { name: 'Terminals' }).click();
    await page.getByRole('heading', { name: 'Going back' }).waitFor();
    await page.getByText('Start the machines again').waitFor();
    await shoot('undo-under-way');
    api.change(lab, { state: 'ready', readyAt: Date.now() });
    await page.getByRole('heading', { name: 'Going back' }).waitFor({ state: 'detached' });
  });
});

test('a lab is saved by its learner, by the keyboard alone', async () => {
  api.snapshots.list = [];
  await open();
  await page.getByText('Nothing is saved yet.').waitFor();
  await page.screenshot({ path: join(shots, 'undo-empty-light.png') });
  await page.getByRole('button', { name: 'Save now' }).focus();
  await page.keyboard.press('Enter');
  await rows().first().waitFor();
  expect(await rows().first().innerText()).toContain('Saved by you');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Undo' }).waitFor({ state: 'detached' });
});

test('what keeps it from being saved is said where it was asked for', async () => {
  api.snapshots.full = true;
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
  expect(api.snapshots.wentBackTo).toEqual([]);
  expect(await rows().count()).toBe(3);
});
