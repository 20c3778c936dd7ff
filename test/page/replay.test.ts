import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { everyLook, PageStage } from '../support/page-stage.ts';

const path = '/attempts/att-bbbbbbbbbbbb/replay';

const stage = new PageStage();

async function open(
  theme: 'light' | 'dark' = 'light',
  viewport = { width: 1440, height: 900 },
): Promise<Page> {
  const page = await stage.open(theme, path, viewport);
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  // From the same moment on the page listens to keys.
  await page.locator('.xterm-rows').first().waitFor({ state: 'attached' });
  return page;
}

/** The rows of the terminal as they are on screen. */
const screenOf = (page: Page): Promise<string> => page.locator('.xterm-rows').innerText();
const position = (page: Page): Promise<number> =>
  page.getByRole('slider', { name: 'Position' }).inputValue().then(Number);

describe('a replay', () => {
  test('seeks to a check and shows what the terminal showed and what the check said then', async () => {
    const page = await open();
    await page.getByRole('button', { name: /Checked: 2 of 10 points/ }).click();
    await expect.poll(() => screenOf(page)).toContain('default-deny created');
    expect(await screenOf(page)).not.toContain('108s');
    await page.getByText('found: blocked').first().waitFor();
    await page.getByRole('button', { name: /Lab reset/ }).click();
    await page.getByText('Not checked yet').waitFor();
    await page.getByRole('button', { name: 'cp root' }).click();
    await expect.poll(() => screenOf(page)).toContain('crictl ps --name api');
  });

  test('draws no letters together', async () => {
    const page = await open();
    const ligatures = (element: Element) => getComputedStyle(element).fontVariantLigatures;
    expect(await page.locator('.xterm-rows').first().evaluate(ligatures)).toBe('none');
  });

  test('goes back into an editor, to the very beginning and to the very end', async () => {
    const page = await open();
    await page.getByRole('button', { name: /Checked “Deny all traffic”/ }).click();
    await expect.poll(() => screenOf(page)).toContain('108s');
    const slider = page.getByRole('slider', { name: 'Position' });
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => screenOf(page)).not.toContain('NAME');
    await slider.fill('8500');
    await expect.poll(() => screenOf(page)).toContain('policyTypes');
    await page.keyboard.press('End');
    await expect.poll(() => screenOf(page)).toContain('logout');
  });

  test('is played, paused, stepped and sped up by keyboard', async () => {
    const page = await open();
    await page.keyboard.press('>');
    await page.keyboard.press('>');
    expect(await page.getByRole('combobox', { name: 'Speed' }).inputValue()).toBe('2');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause (Space)' }).waitFor();
    await expect.poll(() => position(page)).toBeGreaterThan(200);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play (Space)' }).waitFor();
    const paused = await position(page);
    await page.keyboard.press('.');
    await expect.poll(() => position(page)).toBeGreaterThan(paused);
    await page.keyboard.press(',');
    await page.keyboard.press(',');
    await expect.poll(() => position(page)).toBeLessThanOrEqual(paused);
    await page.keyboard.press(']');
    await expect.poll(() => screenOf(page)).toContain('default-deny created');
    const short = await page.getByText(/^\/ /).innerText();
    await page.getByRole('checkbox', { name: 'Shorten pauses' }).uncheck();
    expect(await page.getByText(/^\/ /).innerText()).not.toBe(short);
  });

  test.each(everyLook)('is readable in the %s theme at %o', async (theme, viewport) => {
    const page = await open(theme, viewport);
    await page.getByRole('button', { name: /Checked: 2 of 10 points/ }).click();
    await expect.poll(() => screenOf(page)).toContain('default-deny created');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await stage.look(page, 'replay', theme);
  });
});

test('a recording is deleted after asking', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the recording' }).click();
  await page.getByRole('heading', { name: 'History' }).waitFor();
  expect(await page.getByText('Watch the replay').count()).toBe(0);
});
