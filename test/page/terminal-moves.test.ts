import type { Locator } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { seriousViolations } from '../support/browser.ts';
import type { LabPage } from '../support/lab-page.ts';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();
let lab: LabPage;

beforeEach(async () => {
  lab = await stage.lab();
});

/** A point of an element, as shares of its width and height. */
type Point = readonly [number, number];

async function moveTo(to: Locator, [x, y]: Point): Promise<void> {
  const box = await lab.box(to);
  await lab.page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 6 });
}

async function take(from: Locator, at: Point = [0.3, 0.5]): Promise<void> {
  await moveTo(from, at);
  await lab.page.mouse.down();
}

const target = () => lab.page.locator('[data-zone]');
const deck = () => lab.page.getByRole('tabpanel');
const head = (name: string) => lab.shell(name).getByText(name, { exact: true });
const where = async (name: string) => {
  const [own, all] = [await lab.box(lab.shell(name)), await lab.box(deck())];
  const share = (value: number): number => Math.round(value * 10) / 10;
  return [
    share((own.x - all.x) / all.width),
    share((own.y - all.y) / all.height),
    share(own.width / all.width),
    share(own.height / all.height),
  ];
};

const halves: readonly (readonly [string, Point, readonly number[]])[] = [
  ['Left of', [0.1, 0.5], [0, 0, 0.5, 1]],
  ['Right of', [0.9, 0.5], [0.5, 0, 0.5, 1]],
  ['Above', [0.5, 0.1], [0, 0, 1, 0.5]],
  ['Below', [0.5, 0.9], [0, 0.5, 1, 0.5]],
];

describe('with the mouse', () => {
  test('a tab that is put on a pane goes to that half of it, with its shell, its screen and the focus', async () => {
    await lab.tab(/worker/).click();
    await expect.poll(() => stage.api.shells.has('worker')).toBe(true);
    const opened = stage.api.shells.get('worker')?.id;
    let typed = '';
    for (const [words, at, place] of halves) {
      await lab.tab(/workstation/).click();
      await take(lab.tab(/worker/));
      await moveTo(deck(), at);
      await expect.poll(() => target().innerText()).toBe(`${words} workstation`);
      await lab.picture(`terminal-drag-${words.toLowerCase().replace(' ', '-')}`);
      await lab.page.mouse.up();
      await expect.poll(async () => (await lab.tabs()).length).toBe(2);
      await expect.poll(() => where('worker')).toEqual(place);
      await lab.typeInto('worker', words);
      typed += words;
      await expect.poll(() => lab.received('worker')).toBe(typed);
      if (words === 'Below') break;
      await lab.press('Control+Shift+M');
      await lab.page.getByRole('menuitem', { name: 'To a tab of its own' }).press('Enter');
    }
    expect(stage.api.shells.get('worker')?.id).toBe(opened);
    await lab.page.reload();
    await lab.shell('worker').waitFor();
    await expect.poll(() => where('worker')).toEqual([0, 0.5, 1, 0.5]);
  });

  test('a pane goes by its head: into another tab, to change places, out into a tab of its own', async () => {
    await lab.shell('workstation').click();
    await lab.press('Control+Shift+S');
    await lab.shell('workstation 2').waitFor();
    await expect.poll(() => stage.api.shells.has('workstation/2')).toBe(true);
    await lab.typeInto('workstation 2', 'two');
    await take(head('workstation 2'));
    await moveTo(lab.shell('workstation'), [0.5, 0.5]);
    expect(await target().innerText()).toBe('Change places with workstation');
    await lab.picture('terminal-drag-middle');
    await lab.page.mouse.up();
    await expect.poll(() => where('workstation 2')).toEqual([0, 0, 0.5, 1]);
    await lab.typeInto('workstation 2', '!');
    await expect.poll(() => lab.received('workstation/2')).toBe('two!');
    // Over a tab it goes into that one.
    await take(head('workstation 2'));
    await moveTo(lab.tab(/control-plane/), [0.5, 0.5]);
    await lab.page.getByText('into the tab control-plane').waitFor();
    await lab.picture('terminal-drag-to-tab');
    await lab.page.mouse.up();
    await expect.poll(() => where('workstation 2')).toEqual([0.5, 0, 0.5, 1]);
    await lab.typeInto('workstation 2', '?');
    await expect.poll(() => lab.received('workstation/2')).toBe('two!?');
    // Beside the tabs it gets one of its own.
    await take(head('workstation 2'));
    await moveTo(lab.page.getByRole('toolbar', { name: 'Terminal view' }), [-0.4, 0.5]);
    await lab.page.getByText('into a tab of its own').waitFor();
    await lab.page.mouse.up();
    await expect.poll(async () => (await lab.tabs()).length).toBe(4);
    await lab.typeInto('workstation 2', '#');
    await expect.poll(() => lab.received('workstation/2')).toBe('two!?#');
  });

  test('a tab that is held over is shown, so that a pane can be put beside any of its own', async () => {
    await lab.shell('workstation').click();
    await lab.press('Control+Shift+S');
    await lab.shell('workstation 2').waitFor();
    await take(head('workstation 2'));
    await moveTo(lab.tab(/worker/), [0.5, 0.5]);
    await lab.shell('worker').waitFor();
    await moveTo(deck(), [0.5, 0.9]);
    await expect.poll(() => target().innerText()).toBe('Below worker');
    await lab.page.mouse.up();
    await expect.poll(() => where('workstation 2')).toEqual([0, 0.5, 1, 0.5]);
    await expect.poll(() => where('worker')).toEqual([0, 0, 1, 0.5]);
  });

  test('Escape gives up, and a click on the way is none', async () => {
    await take(lab.tab(/worker/));
    await moveTo(deck(), [0.9, 0.5]);
    await target().waitFor();
    await lab.press('Escape');
    await target().waitFor({ state: 'detached' });
    await lab.page.mouse.up();
    expect(await lab.tabs()).toHaveLength(3);
    expect(lab.received()).toBe('');
    // A press that does not move only chooses.
    await lab.tab(/worker/).click();
    await lab.shell('worker').waitFor();
  });

  test('a tab without room takes no more, and says so', async () => {
    await lab.shell('workstation').click();
    for (let at = 2; at <= 6; at += 1) {
      await lab.press(at % 2 === 0 ? 'Control+Shift+S' : 'Control+Shift+D');
      await lab.shell(`workstation ${at}`).waitFor();
    }
    await take(lab.tab(/worker/));
    await moveTo(deck(), [0.05, 0.5]);
    await lab.page.getByText('This tab has no room for more').waitFor();
    await lab.picture('terminal-drag-full');
    await lab.page.mouse.up();
    expect(await lab.tabs()).toHaveLength(3);
  });
});

describe('with the keyboard', () => {
  test('a menu moves the focused pane to another tab, to an edge and out again', async () => {
    await lab.shell('workstation').click();
    await lab.press('Control+Shift+D');
    await lab.shell('workstation 2').waitFor();
    await expect.poll(() => stage.api.shells.has('workstation/2')).toBe(true);
    await lab.press('Control+Shift+M');
    const menu = lab.page.getByRole('menu');
    await menu.getByText('Move workstation 2').waitFor();
    await lab.picture('terminal-move-menu');
    expect(await seriousViolations(lab.page)).toEqual([]);
    await menu.getByRole('menuitem', { name: 'To the left edge' }).press('Enter');
    await expect.poll(() => where('workstation 2')).toEqual([0, 0, 0.5, 1]);
    await lab.typeInto('workstation 2', 'a');
    await expect.poll(() => lab.received('workstation/2')).toBe('a');
    await lab.press('Control+Shift+M');
    // The first entry has the focus, since it was opened by a key; the next one takes it a moment after the key.
    const entry = () => lab.page.locator(':focus').innerText();
    await expect.poll(entry).toBe('To the tab control-plane');
    await lab.press('ArrowDown');
    await expect.poll(entry).toBe('To the tab worker');
    await lab.press('Enter');
    await lab.shell('worker').waitFor();
    await expect.poll(() => where('workstation 2')).toEqual([0.5, 0, 0.5, 1]);
    await lab.page
      .locator('[aria-live="polite"]', { hasText: 'workstation 2: moved to the tab worker' })
      .waitFor();
    await lab.typeInto('workstation 2', 'b');
    await expect.poll(() => lab.received('workstation/2')).toBe('ab');
    await lab.press('Control+Shift+M');
    await menu.getByRole('menuitem', { name: 'To a tab of its own' }).press('Enter');
    await expect.poll(async () => (await lab.tabs()).length).toBe(4);
    await lab.typeInto('workstation 2', 'c');
    await expect.poll(() => lab.received('workstation/2')).toBe('abc');
  });

  test('the menu of a tab moves it as a whole into another one', async () => {
    await lab.tab(/worker/).click({ button: 'right' });
    await lab.page.getByRole('menuitem', { name: 'Move it…' }).click();
    await lab.page.getByRole('menuitem', { name: 'To the tab workstation' }).click();
    await expect.poll(async () => (await lab.tabs()).length).toBe(2);
    await expect.poll(() => where('worker')).toEqual([0.5, 0, 0.5, 1]);
  });
});
