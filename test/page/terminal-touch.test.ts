import type { BrowserContextOptions, CDPSession, Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { FakeShell } from '../support/fake-shell.ts';
import type { LabPage } from '../support/lab-page.ts';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();
let lab: LabPage;
let page: Page;
/** The browser's own protocol: what a screen that is touched would send it. */
let finger: CDPSession;

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

async function open(options: BrowserContextOptions = phone): Promise<void> {
  lab = await stage.lab(options);
  ({ page } = lab);
  finger = await page.context().newCDPSession(page);
}

function shell(): FakeShell {
  const own = stage.api.shells.get('workstation');
  if (own === undefined) throw new Error('no shell');
  return own;
}

const drawn = () => expect.poll(() => shell().drawn === shell().sent).toBe(true);
const key = (name: string): Locator =>
  page.getByRole('toolbar', { name: 'Extra keys' }).getByRole('button', { name, exact: true });
const typed = () => lab.received().replaceAll('\u001b', 'ESC');
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

/** Has a program print, waits until that is on the screen, and forgets what was typed before. */
async function print(text: string): Promise<void> {
  shell().say(text);
  await drawn();
  shell().received = '';
}

/** Runs a line, and waits until what it printed is on the screen. */
async function run(line: string): Promise<void> {
  await lab.shell('workstation').tap();
  await lab.typeInto('workstation', `${line}\r`);
  await expect.poll(() => lab.received()).toContain(`${line}\r`);
  await print('');
}

const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
  finger.send('Input.dispatchTouchEvent', { type, touchPoints: points });

/** Drags a finger over the terminal; up is negative. */
async function drag(by: number): Promise<void> {
  const { x, y, height } = await lab.box(lab.shell('workstation').locator('.xterm-screen'));
  const from = { x: x + 100, y: y + height / 2 };
  await touch('touchStart', [from]);
  for (let step = 1; step <= 6; step += 1) {
    await touch('touchMove', [{ x: from.x, y: from.y + (by * step) / 6 }]);
  }
  await touch('touchEnd', []);
}

describe('a finger that is dragged', () => {
  test('scrolls what a shell has printed', async () => {
    await open();
    await run('lines');
    await key('Copy from the terminal').tap();
    await expect.poll(clipboard).toMatch(/^line 200$/m);
    await drag(300);
    await key('Copy from the terminal').tap();
    await expect.poll(clipboard).not.toMatch(/^line 200$/m);
    expect(await clipboard()).toMatch(/^line 1\d\d$/m);
    expect(lab.received()).toBe('');
  });

  test('turns the wheel where a program fills the screen: arrow keys, or the mouse that it wants', async () => {
    await open();
    await run('editor');
    // Only the end counts: what the drag before has sent may still come.
    await drag(-200);
    await expect.poll(() => typed()).toMatch(/(ESC\[B){3,}$/);
    await print('\u001b[?1h');
    await drag(200);
    await expect.poll(() => typed()).toMatch(/(ESCOA){3,}$/);
    await print('\u001b[?1000h\u001b[?1006h');
    await drag(-200);
    // 65 is the wheel turned down, at the column and row where the finger was put.
    await expect.poll(() => typed()).toMatch(/(ESC\[<65;\d+;\d+M){3,}$/);
  });
});

describe('the key bar', () => {
  test('copies what is on the screen, with broken lines whole again', async () => {
    await open();
    const long = 'x'.repeat(120);
    await print(`\u001b[2J\u001b[H${long}\r\nlast  \r\n\r\n`);
    await key('Copy from the terminal').tap();
    await expect.poll(clipboard).toBe(`${long}\nlast`);
    await page.locator('[aria-live="polite"]', { hasText: 'Copied what is on the screen' }).waitFor();
  });

  test('copies what is selected, where there is a selection', async () => {
    await open();
    await print('\u001b[2J\u001b[Hone two\r\n');
    const at = await lab.box(lab.shell('workstation').locator('.xterm-screen'));
    await page.mouse.dblclick(at.x + 12, at.y + 8);
    await key('Copy from the terminal').tap();
    await expect.poll(clipboard).toBe('one');
  });

  test('pastes, and the keys go on to the terminal', async () => {
    await open();
    await lab.shell('workstation').tap();
    await page.evaluate(() => navigator.clipboard.writeText('echo pasted'));
    await key('Paste into the terminal').tap();
    await expect.poll(() => lab.received()).toBe('echo pasted');
    await lab.typeInto('workstation', '!');
    await expect.poll(() => lab.received()).toBe('echo pasted!');
  });

  test('asks for the text where the page may not read the clipboard', async () => {
    await open();
    await lab.shell('workstation').tap();
    await page.evaluate(() => {
      navigator.clipboard.readText = () => Promise.reject(new Error('not allowed'));
    });
    await key('Paste into the terminal').tap();
    const dialog = page.getByRole('dialog', { name: 'Paste into the terminal' });
    await dialog.getByLabel('Text').fill('first\nsecond');
    await lab.look('terminal-paste-phone');
    await dialog.getByRole('button', { name: 'Paste', exact: true }).tap();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => lab.received()).toBe('first\rsecond');
  });

  test.each(['light', 'dark'] as const)('is there on a tablet too, in the %s theme', async (colorScheme) => {
    await open({ viewport: { width: 1024, height: 768 }, hasTouch: true, colorScheme });
    await lab.shell('workstation').tap();
    await key('Esc').tap();
    await expect.poll(() => lab.received()).toBe('\u001b');
    for (const name of ['PgDn', 'Copy from the terminal', 'Paste into the terminal']) {
      expect(await key(name).isVisible()).toBe(true);
    }
    await lab.look(`terminal-keys-tablet-${colorScheme}`);
  });
});
