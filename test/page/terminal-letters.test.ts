import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import type { LabPage } from '../support/lab-page.ts';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();

const style = (of: Locator, name: string): Promise<string> =>
  of.evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);

const settings = ({ page }: LabPage) => page.getByRole('button', { name: 'Terminal settings' }).click();
const done = ({ page }: LabPage) => page.getByRole('button', { name: 'Done' }).click();

test('another font is chosen, seen at once, counted in columns, and kept', async () => {
  const lab = await stage.lab({ webgl: false });
  const { page } = lab;
  const rows = lab.rows('workstation');
  await expect.poll(() => style(rows, 'font-family')).toMatch(/^"JetBrains Mono", ui-monospace/);
  const before = lab.columns();
  await settings(lab);
  await page.getByRole('combobox', { name: 'Font' }).selectOption({ label: 'Inconsolata' });
  const preview = page.getByRole('dialog').locator('.xterm-rows');
  await expect.poll(() => style(preview, 'font-family')).toMatch(/^Inconsolata,/);
  await done(lab);
  await expect.poll(() => style(rows, 'font-family')).toMatch(/^Inconsolata,/);
  expect(await page.evaluate(() => document.fonts.check('13px Inconsolata'))).toBe(true);
  // Its letters are narrower by a sixth.
  await expect.poll(() => lab.columns()).toBeGreaterThan(before * 1.1);
  const after = lab.columns();
  const own = stage.api.shells.get('workstation');
  own?.sizes.splice(0);
  await page.reload();
  // The first that the shell hears is counted by that font already.
  await expect.poll(() => own?.sizes[0]).toMatch(new RegExp(`^${after}x`));
  await expect.poll(() => style(rows, 'font-family')).toMatch(/^Inconsolata,/);
  await settings(lab);
  await page.getByRole('combobox', { name: 'Font' }).selectOption({ label: 'The system’s own' });
  await expect.poll(() => style(rows, 'font-family')).toMatch(/^ui-monospace,/);
  await page.getByRole('button', { name: 'Back to the usual' }).click();
  await expect.poll(() => lab.columns()).toBe(before);
});

test('letters of a terminal are not drawn together', async () => {
  const lab = await stage.lab({ webgl: false });
  expect(await style(lab.rows('workstation'), 'font-variant-ligatures')).toBe('none');
});

test('24-bit colours arrive; faint ones are made readable, or left as they are where the learner wants that', async () => {
  const lab = await stage.lab({ webgl: false, colorScheme: 'dark' });
  const { page } = lab;
  await lab.shell('workstation').click();
  await lab.typeInto('workstation', 'colours\r');
  const letters = lab.rows('workstation').locator('span', { hasText: /^24 bit$/ });
  const ground = lab.rows('workstation').locator('span', { hasText: /^ ground $/ });
  await expect.poll(() => style(letters, 'color')).toBe('rgb(255, 100, 0)');
  expect(await style(ground, 'background-color')).toBe('rgb(20, 90, 160)');
  // Orange on white is hard to read.
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => style(letters, 'color')).not.toBe('rgb(255, 100, 0)');
  await settings(lab);
  await page.getByRole('checkbox', { name: /^Make faint text readable/ }).uncheck();
  await done(lab);
  await expect.poll(() => style(letters, 'color')).toBe('rgb(255, 100, 0)');
});
