import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

const terminal = (page: Page) => page.getByRole('group', { name: 'Terminal workstation', exact: true });
const ground = (page: Page) =>
  // By its place: while a dialog is open, nothing behind it has a role.
  page
    .locator('[aria-label="Terminal workstation"] [data-palette]')
    .evaluate((element) => getComputedStyle(element).backgroundColor);

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test.each([
    ['wide', { width: 1440, height: 900 }],
    ['tablet', { width: 1024, height: 768 }],
    ['phone', phone.viewport],
  ] as const)('splits, menus, settings and zen can be used by everyone: %s', async (size, viewport) => {
    const options = size === 'phone' ? { ...phone, colorScheme } : { colorScheme, viewport };
    const lab = await stage.lab(options);
    const { page } = lab;
    const look = (name: string) => lab.look(`terminal-${name}-${size}-${colorScheme}`);
    await page.getByRole('button', { name: 'More for this tab' }).click();
    await page.getByRole('menuitem', { name: /^Split down/ }).click();
    await page.getByRole('group', { name: 'Terminal workstation 2' }).waitFor();
    await lab.typeInto('workstation 2', 'k -n shop get pods\r');
    await expect.poll(() => stage.api.shells.get('workstation/2')?.received).toContain('pods\r');
    await look('splits');
    await page.getByRole('button', { name: 'New terminal' }).click();
    await page.getByRole('menu').waitFor();
    await look('new');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More for this tab' }).click();
    await page.getByRole('menuitem', { name: 'Terminal settings' }).click();
    await page.getByRole('dialog', { name: 'Terminal settings' }).waitFor();
    await look('settings');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: /^Zen mode/ }).click();
    await page.getByRole('region', { name: 'Task', exact: true }).waitFor();
    await look('zen');
  });
});

test('a palette is chosen with the keyboard, seen at once, and kept', async () => {
  const { page } = await stage.lab({ colorScheme: 'light' });
  const before = await ground(page);
  await page.getByRole('button', { name: 'Terminal settings' }).click();
  await page.getByRole('radio', { name: 'As the page' }).focus();
  for (let at = 0; at < 6; at += 1) await page.keyboard.press('ArrowDown');
  expect(await page.getByRole('radio', { name: 'Nord' }).isChecked()).toBe(true);
  await expect.poll(() => ground(page)).toBe('rgb(46, 52, 64)');
  await page.getByRole('slider', { name: 'Size of the text' }).fill('18');
  await page.getByRole('radio', { name: 'Underline' }).check();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect.poll(() => stage.api.shells.get('workstation')?.sizes.length).toBeGreaterThan(1);
  await page.reload();
  await page.getByText('1 shell', { exact: true }).waitFor();
  expect(await ground(page)).toBe('rgb(46, 52, 64)');
  await page.getByRole('button', { name: 'Terminal settings' }).click();
  expect(await page.getByRole('slider', { name: 'Size of the text' }).inputValue()).toBe('18');
  await page.getByRole('button', { name: 'Back to the usual' }).click();
  await expect.poll(() => ground(page)).toBe(before);
});

test('zen leaves the terminals and one task, from which the others are reached', async () => {
  const { page } = await stage.lab({ colorScheme: 'dark' });
  await terminal(page).click();
  await page.keyboard.press('Control+Shift+Z');
  const strip = page.getByRole('region', { name: 'Task', exact: true });
  await strip.getByText('1 of 3').waitFor();
  expect(await page.getByRole('button', { name: 'Check all' }).count()).toBe(0);
  await strip.getByRole('button', { name: 'Task after' }).click();
  await strip.getByText('Let web reach api').waitFor();
  await terminal(page).click();
  await page.keyboard.type('still here');
  await expect.poll(() => stage.api.shells.get('workstation')?.received).toContain('still here');
  await page.keyboard.press('Control+Shift+Z');
  await page.getByRole('button', { name: 'Check all' }).waitFor();
});

test('the full screen is taken and given back', async () => {
  const { page } = await stage.lab();
  await page.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await page.getByRole('button', { name: 'Leave full screen' }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement === null)).toBe(true);
});

test.each([320, 400])(
  'on a phone of %i px nothing is cut off, and the key bar types what it lacks',
  async (width) => {
    const { page } = await stage.lab({ ...phone, viewport: { width, height: 700 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const own = stage.api.shells.get('workstation');
    if (own === undefined) throw new Error('no shell');
    own.received = '';
    await terminal(page).tap();
    const keys = page.getByRole('toolbar', { name: 'Extra keys' });
    for (const key of ['Esc', 'Tab', 'Up']) await keys.getByRole('button', { name: key, exact: true }).tap();
    await keys.getByRole('button', { name: 'Ctrl', exact: true }).tap();
    await page.keyboard.type('c');
    await page.keyboard.type('c');
    await expect.poll(() => own.received).toBe('\u001b\t\u001b[A\u0003c');
  },
);

test('wide characters take the columns that the server counts', async () => {
  await stage.lab();
  const own = stage.api.shells.get('workstation');
  if (own === undefined) throw new Error('no shell');
  const kept = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  kept.loadAddon(new Unicode11Addon());
  kept.unicode.activeVersion = '11';
  for (const text of ['漢字', '👩🏽‍🚀🙂', 'e\u0301', 'ｶﾞ한글', '→│█']) {
    own.received = '';
    // The page answers where its cursor is (DSR 6, ECMA-48 8.3.35).
    own.say(`\r\n${text}\u001b[6n`);
    await new Promise<void>((done) => kept.write(`\r\n${text}`, done));
    await expect.poll(() => own.received).toContain(`;${kept.buffer.active.cursorX + 1}R`);
  }
  kept.dispose();
});

test('without WebGL, and after its context is lost, the terminal goes on', async () => {
  const { page } = await stage.lab();
  await terminal(page).click();
  await page.evaluate(() => {
    for (const canvas of document.querySelectorAll('canvas')) {
      const context = canvas.getContext('webgl2');
      context?.getExtension('WEBGL_lose_context')?.loseContext();
    }
  });
  // xterm waits three seconds for a context that comes back before it tells.
  await terminal(page).locator('.xterm-rows').waitFor({ timeout: 30_000 });
  await page.keyboard.type('\rk get nodes\r');
  await terminal(page).getByText('control-plane', { exact: false }).first().waitFor();
});
