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

/** How much two colours of the form `rgb(1, 2, 3)` differ (WCAG 2.2, relative luminance). */
function contrast(one: string, other: string): number {
  const light = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

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

test.each(['light', 'dark'] as const)(
  'a ring around the terminal that has the keys stands out in the %s theme, and moves nothing',
  async (colorScheme) => {
    const { page } = await stage.lab({ colorScheme });
    await terminal(page).click();
    await page.getByRole('button', { name: 'Split right' }).click();
    const other = page.getByRole('group', { name: 'Terminal workstation 2' });
    await other.locator(':focus').waitFor({ state: 'attached' });
    const ringOf = (pane: typeof other) =>
      pane.locator('[data-palette]').evaluate((screen) => {
        const ring = getComputedStyle(screen, '::after');
        const grounds = [screen, screen.previousElementSibling, document.body].map((element) =>
          element === null ? '' : getComputedStyle(element).backgroundColor,
        );
        return {
          shown: ring.content !== 'none',
          width: ring.borderTopWidth,
          colour: ring.borderTopColor,
          grounds,
        };
      });
    const ring = await ringOf(other);
    expect(ring).toMatchObject({ shown: true, width: '2px' });
    expect(ring.grounds).toHaveLength(3);
    for (const ground of ring.grounds) {
      expect(ground).toMatch(/^rgb\(/);
      expect(contrast(ring.colour, ground)).toBeGreaterThan(3);
    }
    expect((await ringOf(terminal(page))).shown).toBe(false);
    const place = (pane: typeof other) => pane.locator('[data-palette] > div').boundingBox();
    const before = [await place(terminal(page)), await place(other)];
    await terminal(page).click();
    await expect.poll(async () => (await ringOf(terminal(page))).shown).toBe(true);
    expect([await place(terminal(page)), await place(other)]).toEqual(before);
  },
);

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
    // The page answers where its cursor is (DSR 6, ECMA-48 8.3.35).
    own.say(`\r\n${text}\u001b[6n`);
    await new Promise<void>((done) => kept.write(`\r\n${text}`, done));
    await expect.poll(() => own.answers.at(-1)).toContain(`;${kept.buffer.active.cursorX + 1}R`);
  }
  kept.dispose();
});

describe('without WebGL the terminal is drawn by the document', () => {
  const worksOn = async (page: Page): Promise<void> => {
    await terminal(page).locator('.xterm-rows').waitFor({ timeout: 30_000 });
    await page.keyboard.type('\rk get nodes\r');
    await terminal(page).getByText('control-plane', { exact: false }).first().waitFor();
  };

  test('from the moment that its context is lost', async ({ skip }) => {
    const { page } = await stage.lab();
    const has = await page.evaluate(() => new OffscreenCanvas(1, 1).getContext('webgl2') !== null);
    skip(!has, 'this Chromium has no WebGL 2, so there is no context to lose');
    await terminal(page).click();
    const canvases = terminal(page).locator('.xterm-screen canvas');
    const contexts = (lose: boolean) =>
      canvases.evaluateAll((all, lost) => {
        const found = all.map((one) => (one as HTMLCanvasElement).getContext('webgl2'));
        if (lost) for (const context of found) context?.getExtension('WEBGL_lose_context')?.loseContext();
        return found.filter((context) => context !== null).length;
      }, lose);
    await expect.poll(() => contexts(false)).toBe(1);
    expect(await terminal(page).locator('.xterm-rows').count()).toBe(0);
    expect(await contexts(true)).toBe(1);
    // xterm waits three seconds for a context that comes back before it tells.
    await worksOn(page);
    expect(await contexts(false)).toBe(0);
  });

  test('from the start where there is none', async () => {
    const { page } = await stage.lab({ webgl: false });
    await terminal(page).click();
    await worksOn(page);
  });
});
