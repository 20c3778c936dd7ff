import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { LabPage, LabPageOptions } from '../support/lab-page.ts';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();
let lab: LabPage;
let page: Page;

/** Opens a lab whose terminal shows two words, and puts another on the clipboard. */
async function open(options: LabPageOptions = {}): Promise<{ x: number; y: number }> {
  lab = await stage.lab(options);
  ({ page } = lab);
  await lab.focused('workstation');
  const shell = stage.api.shells.get('workstation');
  shell?.say('\u001b[2J\u001b[Hone two\r\n');
  await expect.poll(() => shell !== undefined && shell.drawn === shell.sent).toBe(true);
  await page.evaluate(() => navigator.clipboard.writeText('before'));
  const { x, y } = await lab.box(lab.shell('workstation').locator('.xterm-screen'));
  return { x: x + 12, y: y + 8 };
}

const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

test('the right mouse button copies what is selected, and pastes where nothing is', async () => {
  const { x, y } = await open();
  await page.mouse.dblclick(x, y);
  await page.mouse.click(x, y, { button: 'right' });
  await expect.poll(clipboard).toBe('one');
  // The selection has gone with it.
  await page.mouse.click(x, y, { button: 'right' });
  await expect.poll(() => lab.received()).toBe('one');
});

test('neither a finger that rests on a terminal pastes, nor the key for menus', async () => {
  const { x, y } = await open({ hasTouch: true, viewport: { width: 1024, height: 768 } });
  await page.evaluate(() => {
    const counts = { menus: 0, reads: 0 };
    const { clipboard: own } = navigator;
    const real = own.readText.bind(own);
    own.readText = () => {
      counts.reads += 1;
      return real();
    };
    window.addEventListener('contextmenu', () => (counts.menus += 1));
    Object.assign(window, { counts });
  });
  const counts = () =>
    page.evaluate(() => (window as unknown as { counts: { menus: number; reads: number } }).counts);
  const finger = await page.context().newCDPSession(page);
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  // What browsers on phones send then; without a screen this one does not.
  await lab
    .shell('workstation')
    .locator('.xterm-screen')
    .dispatchEvent('contextmenu', { bubbles: true, cancelable: true });
  expect(await counts()).toEqual({ menus: 1, reads: 0 });
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  // A mouse beside the screen still pastes.
  await page.mouse.click(x, y, { button: 'right' });
  await expect.poll(counts).toEqual({ menus: 2, reads: 1 });
  await page.keyboard.press('ContextMenu');
  await expect.poll(counts).toEqual({ menus: 3, reads: 1 });
  await expect.poll(() => lab.received()).toBe('before');
});
