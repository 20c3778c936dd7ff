import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { seriousViolations } from '../support/browser.ts';
import type { LabPage, LabPageOptions } from '../support/lab-page.ts';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();
let lab: LabPage;
let page: Page;

async function open(options: LabPageOptions = {}): Promise<void> {
  lab = await stage.lab(options);
  ({ page } = lab);
}

const shell = (name: string) => lab.shell(name);
const tab = (name: string | RegExp) => lab.tab(name);
const tabs = () => lab.tabs();
const press = (keys: string) => lab.press(keys);
const box = (name: string) => lab.box(shell(name));
const received = (key?: string): string => lab.received(key);
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

/** Runs a line, and waits until what it printed is on the screen. */
async function run(line: string): Promise<void> {
  const own = stage.api.shells.get('workstation');
  if (own === undefined) throw new Error('no shell');
  own.received = '';
  await shell('workstation').click();
  await lab.typeInto('workstation', `${line}\r`);
  await expect.poll(() => received()).toContain(`${line}\r`);
  await expect.poll(() => own.drawn === own.sent).toBe(true);
}

async function paste(text: string): Promise<void> {
  await page.evaluate((content) => navigator.clipboard.writeText(content), text);
  await shell('workstation').click();
  await press('Control+Shift+V');
}

describe('tabs and splits', () => {
  test('by keyboard: split, go, grow, close, and the shell of a closed pane ends', async () => {
    await open();
    await shell('workstation').click();
    await press('Control+Shift+S');
    await shell('workstation 2').waitFor();
    await press('Control+Shift+D');
    await shell('workstation 3').waitFor();
    await expect
      .poll(() => [...stage.api.shells.keys()])
      .toEqual(['workstation', 'workstation/2', 'workstation/3']);
    await lab.typeInto('workstation 3', 'x');
    await expect.poll(() => received('workstation/3')).toBe('x');
    await press('Control+Shift+ArrowLeft');
    await lab.typeInto('workstation', 'y');
    await expect.poll(() => received()).toBe('y');
    const before = (await box('workstation')).width;
    await press('Alt+Shift+ArrowRight');
    await expect.poll(async () => (await box('workstation')).width).toBeGreaterThan(before + 20);
    await press('Control+Shift+ArrowRight');
    await press('Control+Shift+ArrowDown');
    await press('Control+Shift+X');
    await shell('workstation 3').waitFor({ state: 'detached' });
    await expect.poll(() => [...stage.api.shells.keys()]).toEqual(['workstation', 'workstation/2']);
  });

  test('by mouse: split, drag the line, close; every shell hears its size', async () => {
    await open();
    await page.getByRole('button', { name: 'Split right' }).click();
    await shell('workstation 2').waitFor();
    const line = page.getByRole('separator', { name: 'Width of the left part' });
    const [from, deck] = [await line.boundingBox(), await page.getByRole('tabpanel').boundingBox()];
    if (from === null || deck === null) throw new Error('no line');
    await page.mouse.move(from.x + 4, from.y + 200);
    await page.mouse.down();
    await page.mouse.move(deck.x + deck.width * 0.7, from.y + 220, { steps: 5 });
    await page.mouse.up();
    expect((await box('workstation')).width / deck.width).toBeCloseTo(0.7, 1);
    await expect.poll(() => stage.api.shells.get('workstation/2')?.sizes.length).toBeGreaterThan(1);
    const cols = (name: string) => Number(stage.api.shells.get(name)?.sizes.at(-1)?.split('x')[0]);
    await expect.poll(() => cols('workstation') > cols('workstation/2')).toBe(true);
    await line.focus();
    await press('End');
    await expect.poll(() => line.getAttribute('aria-valuenow')).toBe('85');
    await page.getByRole('button', { name: 'Close workstation 2' }).click();
    await shell('workstation 2').waitFor({ state: 'detached' });
  });

  test('a hidden tab takes the new size at once, and shows no garbage', async () => {
    await open({ webgl: false });
    await tab(/worker/).click();
    await expect.poll(() => stage.api.shells.get('worker')?.sizes.length).toBe(1);
    const own = stage.api.shells.get('worker');
    if (own === undefined) throw new Error('no shell');
    const rule = () => '='.repeat(lab.columns('worker'));
    const wide = rule();
    own.say(`\u001b[2J\u001b[H${wide}\r\nbelow`);
    await tab(/workstation/).click();
    const size = (name: string) => stage.api.shells.get(name)?.sizes.at(-1);
    const before = size('worker');
    await page.setViewportSize({ width: 1100, height: 700 });
    await expect.poll(() => size('worker') !== before && size('workstation') === size('worker')).toBe(true);
    const rows = async (): Promise<string[]> => {
      const all = await lab.rows('worker').locator('> div').allTextContents();
      return all.map((row) => row.trimEnd()).filter((row) => row !== '');
    };
    // What was there is broken where the terminal ends now, and nothing of it is lost or shown twice.
    await tab(/worker/).click();
    const broken = () => [rule(), wide.slice(rule().length), 'below'];
    await expect.poll(async () => isDeepStrictEqual(await rows(), broken())).toBe(true);
    // What a program draws for the size that it has heard of fits the rows.
    await tab(/workstation/).click();
    own.say(`\u001b[2J\u001b[H${rule()}\r\nbelow`);
    await tab(/worker/).click();
    await expect.poll(rows).toEqual([rule(), 'below']);
  });

  test('tabs are renamed, moved, closed and opened, and come back after a reload', async () => {
    await open();
    await tab(/worker/).dblclick();
    await page.getByRole('textbox', { name: 'Name of the tab' }).fill('watch pods');
    await press('Enter');
    await tab(/watch pods/).waitFor();
    // A tab with a name of its own still says where one is.
    await shell('worker').getByText('root').waitFor();
    await tab(/watch pods/).dragTo(tab(/workstation/));
    await expect.poll(async () => (await tabs())[0]).toContain('watch pods');
    await press('Control+Shift+PageDown');
    await expect.poll(async () => (await tabs())[1]).toContain('watch pods');
    await tab(/control-plane/).click();
    await page.getByRole('button', { name: 'More for this tab' }).click();
    await page.getByRole('menuitem', { name: 'Close the tab' }).click();
    await expect.poll(async () => (await tabs()).length).toBe(2);
    await press('Control+Shift+O');
    await page.getByRole('menuitem', { name: 'control-plane root' }).last().click();
    await shell('control-plane').waitFor();
    const before = await tabs();
    await page.reload();
    await shell('control-plane').waitFor();
    expect(await tabs()).toEqual(before);
    await page.evaluate(() => localStorage.setItem('cks-lab.layout.close-a-namespace', '{"tabs":[{}]}'));
    await page.reload();
    await expect.poll(async () => (await tabs()).length).toBe(3);
  });

  test('closing asks where an editor still fills the screen, and all may be closed', async () => {
    await open();
    await run('editor');
    await tab(/workstation/).focus();
    await press('Delete');
    await page.getByRole('alertdialog').getByText('vim or tmux').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    for (const name of [/control-plane/, /worker/]) await tab(name).click({ button: 'middle' });
    await page.getByText('No terminal is open').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('tabpanel').getByRole('button', { name: 'worker' }).click();
    await shell('worker').waitFor();
  });

  test('keys of the shell reach it, and none of them moves the page', async () => {
    await open();
    await shell('workstation').click();
    for (const keys of ['Control+A', 'Control+K', 'Control+U', 'Control+R', 'Control+S', 'Control+L']) {
      await press(keys);
    }
    await press('Alt+b');
    await expect.poll(() => received()).toBe('\u0001\u000b\u0015\u0012\u0013\u000c\u001bb');
    expect((await tabs()).length).toBe(3);
  });
});

test('a shell that another window has opened can be shown here, and goes from the list when it ends', async () => {
  await open();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole('group', { name: 'Terminal workstation', exact: true }).click();
  // The layout is kept for the browser, so the second window has only what is there so far.
  await other.keyboard.press('Control+Shift+S');
  await other.getByRole('group', { name: 'Terminal workstation 2' }).waitFor();
  await expect.poll(() => stage.api.shells.has('workstation/2')).toBe(true);
  await page.getByRole('img', { name: '1 open elsewhere' }).waitFor();
  // What is new here is none that another window has.
  await shell('workstation').click();
  await press('Control+Shift+D');
  await shell('workstation 3').waitFor();
  await page.getByRole('button', { name: 'New terminal' }).click();
  await page.getByRole('menuitem', { name: 'workstation 2 learner' }).waitFor();
  await lab.look('terminal-elsewhere');
  await page.getByRole('menuitem', { name: 'workstation 2 learner' }).click();
  await shell('workstation 2').waitFor();
  await lab.typeInto('workstation 2', 'from here');
  await expect.poll(() => received('workstation/2')).toBe('from here');
  await press('Control+Shift+X');
  await page.getByRole('img', { name: /open elsewhere/ }).waitFor({ state: 'detached' });
  await other.getByText('The shell has ended').waitFor();
  await other.close();
});

describe('text', () => {
  test('is pasted in brackets where the program knows them, and cannot break out of them', async () => {
    await open();
    await run('bracketed');
    await paste('first\nsecond\u001b[201~\nthird');
    await expect.poll(() => received()).toContain('\u001b[200~first\rsecond[201~\rthird\u001b[201~');
  });

  test('of many lines is shown before it would run', async () => {
    await open();
    const lines = Array.from({ length: 30 }, (_, at) => `echo ${at}`).join('\n');
    await paste(lines);
    const dialog = page.getByRole('alertdialog', { name: 'Paste 30 lines into workstation?' });
    await dialog.waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Do not paste' }).click();
    await dialog.waitFor({ state: 'detached' });
    // The keys go on to the terminal.
    await lab.typeInto('workstation', 'w');
    await expect.poll(() => received()).toBe('w');
    await paste(lines);
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Paste', exact: true }).click();
    await expect.poll(() => received()).toContain('echo 29');
    await paste('a\n'.repeat(9));
    await expect.poll(() => received()).toContain('a\r'.repeat(9));
  });

  test('of a megabyte goes through whole', async () => {
    await open();
    await run('bracketed');
    const text = '0123456789abcdef'.repeat(65_536);
    await paste(text);
    await page.getByRole('button', { name: 'Paste', exact: true }).click();
    await expect
      .poll(() => received().length, { timeout: 30_000 })
      .toBe('bracketed\r'.length + text.length + 12);
  });

  test('of more than the page keeps is not pasted in part, and that is said', async () => {
    await open();
    await run('bracketed');
    const before = received();
    const text = 'x'.repeat(4 * 1024 * 1024 + 1);
    await paste(text);
    await page.getByRole('alertdialog', { name: /^Paste 4\D?194\D?305 characters/ }).waitFor();
    await page.getByRole('button', { name: 'Paste', exact: true }).click();
    await shell('workstation')
      .getByText(/^419\d{4} characters you typed were not sent\.$/)
      .waitFor();
    expect(received()).toBe(before);
    await lab.typeInto('workstation', 'y');
    await expect.poll(() => received()).toBe(`${before}y`);
    expect(await shell('workstation').getByText('were not sent').count()).toBe(0);
  });

  test('is copied with the exam’s keys, and on select where the learner wants that', async () => {
    await open();
    await run('k -n shop get netpol');
    const at = await box('workstation');
    await page.mouse.dblclick(at.x + 40, at.y + 8 + 16 * 1.5 + 4);
    await press('Control+Shift+C');
    await expect.poll(clipboard).toMatch(/^\w+$/);
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.getByRole('button', { name: 'Terminal settings' }).click();
    await page.getByRole('checkbox', { name: 'Copy what is selected at once' }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.mouse.dblclick(at.x + 40, at.y + 8 + 16 * 1.5 + 4);
    await expect.poll(clipboard).toMatch(/^\w+$/);
  });

  test('that a program copies (OSC 52) waits for the learner’s word', async () => {
    await open();
    await page.evaluate(() => navigator.clipboard.writeText('mine'));
    await run('copy');
    await shell('workstation').getByText('wants to put 14 characters').waitFor();
    expect(await clipboard()).toBe('mine');
    await page.getByRole('button', { name: 'Refuse', exact: true }).click();
    await run('copy');
    await page.getByRole('button', { name: 'Refuse', exact: true }).waitFor();
    await press('Control+Shift+C');
    await expect.poll(clipboard).toBe('from the lab ü');
    await page.evaluate(() => navigator.clipboard.writeText('mine'));
    await run('copy');
    await page.getByRole('button', { name: 'Always refuse' }).click();
    await run('copy');
    await run('spy');
    expect(await clipboard()).toBe('mine');
    expect(received()).not.toContain('bWluZQ');
    expect(await page.getByText('wants to put').count()).toBe(0);
  });

  test('that has scrolled away is found, match by match', async () => {
    await open();
    await run('lines');
    await press('Control+Shift+F');
    const field = page.getByRole('textbox', { name: 'Search in the terminal' });
    await field.fill('needle');
    await page
      .getByRole('search')
      .getByText(/\d of 4/)
      .waitFor();
    await press('Shift+Enter');
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await field.fill('line 1[0-9]8');
    await page.getByRole('search').getByText(/of 10/).waitFor();
    await field.fill('nothing like it');
    await page.getByRole('search').getByText('not found').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await press('Escape');
    await lab.typeInto('workstation', 'z');
    await expect.poll(() => received()).toMatch(/z$/);
  });

  test('that is an address opens in a tab of its own, after its target was shown', async () => {
    await open();
    const address = 'https://kubernetes.io/docs/concepts/security/';
    // A test asks nobody outside.
    await page.context().route(address, (route) => route.fulfill({ body: 'there' }));
    await run('link');
    const at = await box('workstation');
    await page.mouse.move(at.x + 120, at.y + 8 + 16 * 1.5 + 4);
    await page.getByText(address, { exact: true }).waitFor();
    const popup = page.context().waitForEvent('page');
    await page.mouse.click(at.x + 120, at.y + 8 + 16 * 1.5 + 4);
    const opened = await popup;
    await opened.getByText('there').waitFor();
    expect(opened.url()).toBe(address);
    expect(await opened.evaluate(() => window.opener === null)).toBe(true);
    await opened.close();
  });

  test('a program that wants the mouse gets it', async () => {
    await open();
    await run('mouse');
    await shell('workstation').click({ position: { x: 60, y: 60 } });
    await expect.poll(() => received()).toContain('\u001b[<0;');
  });
});
