import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { LabPage } from '../support/lab-page.ts';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();
const id = 'lab-aaaaaaaa';
let lab: LabPage;
let page: Page;

async function open(): Promise<void> {
  lab = await stage.lab();
  ({ page } = lab);
}

/** Loads the page again, as it is once the lab's mode has changed. */
async function reload(): Promise<void> {
  await page.reload();
  await lab.tab(/workstation/).click();
  await lab.shell('workstation').waitFor();
}

async function openBlock(): Promise<void> {
  await page.getByText(/^[12] shells?$/).waitFor();
  const button = page.getByRole('button', { name: 'Let web reach api' });
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
  await page.getByRole('button', { name: 'Copy this block' }).waitFor();
}

const offered = (name: string) => page.getByRole('button', { name, exact: true }).count();
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

async function tools(): Promise<string[]> {
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem').first().waitFor();
  const names = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  return names.map((name) => name.split('…')[0] ?? '');
}

/** Whether a terminal says that a file held over it may be dropped. */
const takesFiles = () =>
  lab
    .shell('workstation')
    .locator('.xterm')
    .evaluate((element) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['a'], 'a.txt'));
      const over = new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer });
      element.dispatchEvent(over);
      return over.defaultPrevented;
    });

/** An editor in a tab of its own, which the browser keeps with the layout. */
async function openEditor(): Promise<void> {
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: 'Edit a file…' }).click();
  await page.getByLabel('File on workstation').fill('~/deny.yaml');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await lab.tab(/deny\.yaml/).waitFor();
}

test('where a lab allows none of the helps, the page offers none, and copying stays', async () => {
  await open();
  await openBlock();
  expect(await takesFiles()).toBe(true);
  expect(await offered('Run this in the terminal')).toBe(1);
  await openEditor();
  stage.api.allow(id, { run: false, files: false, editor: false, services: false });
  await reload();
  await openBlock();
  expect(await offered('Tools')).toBe(0);
  expect(await offered('Run this in the terminal')).toBe(0);
  expect(await offered('Type this into the terminal')).toBe(0);
  expect(await takesFiles()).toBe(false);
  expect(await page.getByText('Drop to put the files').count()).toBe(0);
  expect(await page.locator('input[type="file"]').count()).toBe(0);
  expect(await lab.tabs()).toHaveLength(3);
  expect(await lab.tab(/deny\.yaml/).count()).toBe(0);
  await page.getByRole('button', { name: 'Copy this block' }).click();
  await expect.poll(clipboard).toContain('kubectl -n shop exec');
  // What would type a name copies it.
  await page
    .getByRole('button', { name: 'shop', exact: true })
    .first()
    .click({ modifiers: ['Shift'] });
  await expect.poll(clipboard).toBe('shop');
  expect(lab.received()).toBe('');
  await lab.look('lab-nothing-allowed');
});

test('where only the editor is not allowed, all else stays, and a kept editor does not come back', async () => {
  await open();
  expect(await tools()).toEqual(['Upload files', 'Download a file', 'Edit a file', 'Open a service']);
  await openEditor();
  stage.api.allow(id, { editor: false });
  await reload();
  await openBlock();
  expect(await tools()).toEqual(['Upload files', 'Download a file', 'Open a service']);
  expect(await lab.tabs()).toHaveLength(3);
  expect(await lab.tab(/deny\.yaml/).count()).toBe(0);
  expect(await takesFiles()).toBe(true);
  await page.getByRole('button', { name: 'Run this in the terminal' }).click();
  await expect.poll(() => lab.received()).toMatch(/api:8080\/health.*\r$/s);
});
