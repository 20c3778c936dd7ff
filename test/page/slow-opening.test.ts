import { expect, test } from 'vitest';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();

test('a screen whose shell opens slowly is drawn whole, though a line below said so meanwhile', async () => {
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
  await expect.poll(() => drawn.count(), { timeout: 60_000 }).toBeLessThan(rows);
  // As an editor fills it: nothing scrolls.
  const lines = Array.from({ length: rows }, (_, at) => `row ${at + 1} of ${rows}`);
  Object.assign(shells.get(key) ?? {}, { screen: `\u001b[?1049h\u001b[H${lines.join('\r\n')}` });
  answer();
  await expect.poll(() => drawn.allInnerTexts(), { timeout: 60_000 }).toEqual(lines);
});
