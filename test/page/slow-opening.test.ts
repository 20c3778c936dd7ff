import { expect, test } from 'vitest';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();

test('a screen whose shell opens slowly is drawn whole, and the shell hears of one size, though a line below said so meanwhile', async () => {
  const lab = await stage.lab({ readable: true });
  const { shells } = stage.api;
  const key = 'worker';
  const drawn = lab.shell(key).locator('.xterm-accessibility-tree > div');
  let answer = (): void => undefined;
  shells.answering = new Promise((resolve) => (answer = resolve));
  await lab.tab(/^worker/).click();
  await lab.shell(key).getByText('Opening the shell').waitFor();
  await expect.poll(() => shells.get(key)?.sizes, { timeout: 60_000 }).toHaveLength(1);
  const rows = Number(shells.get(key)?.sizes[0]?.split('x')[1]);
  // As an editor fills it: nothing scrolls.
  const lines = Array.from({ length: rows }, (_, at) => `row ${at + 1} of ${rows}`);
  Object.assign(shells.get(key) ?? {}, { screen: `\u001b[?1049h\u001b[H${lines.join('\r\n')}` });
  answer();
  await expect.poll(() => drawn.allInnerTexts(), { timeout: 60_000 }).toEqual(lines);
  expect(shells.get(key)?.sizes).toHaveLength(1);
});

test('a terminal keeps its size while its line is down, and takes that of its window when the line is back', async () => {
  const lab = await stage.lab({ readable: true });
  const { shells } = stage.api;
  const rows = lab.shell('workstation').locator('.xterm-accessibility-tree > div');
  const before = await rows.count();
  const sizes = () => shells.get('workstation')?.sizes.map((size) => Number(size.split('x')[1]));
  await expect.poll(sizes).toEqual([before]);
  const down = lab.shell('workstation').getByText('The shell goes on');
  shells.cutLine();
  await down.waitFor();
  shells.mendLine();
  await down.waitFor({ state: 'detached' });
  await lab.typeInto('workstation', 'x');
  await expect.poll(() => lab.received()).toBe('x');
  expect(new Set(sizes())).toEqual(new Set([before]));
  shells.cutLine();
  await down.waitFor();
  await lab.page.setViewportSize({ width: 1440, height: 700 });
  shells.mendLine();
  await down.waitFor({ state: 'detached' });
  await expect.poll(() => (sizes() ?? []).at(-1)).toBeLessThan(before);
  await expect.poll(() => rows.count()).toBe((sizes() ?? []).at(-1));
});
