import { expect, test } from 'vitest';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();

test('leaving asks only while something typed waits for the line: else nothing would be lost', async () => {
  const lab = await stage.lab();
  const { page } = lab;
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  const { shells } = stage.api;
  await lab.shell('workstation').click();
  await lab.typeInto('workstation', 'a');
  await expect.poll(() => lab.received()).toBe('a');
  // The line is there: at once, and without a question.
  await page.reload();
  await lab.shell('workstation').click();
  await lab.typeInto('workstation', 'b');
  await expect.poll(() => lab.received()).toBe('ab');
  expect(asked).toEqual([]);
  shells.cutLine();
  const waiting = lab.shell('workstation').getByText('One character you typed');
  await page.locator('[data-open]').first().waitFor({ state: 'detached' });
  await lab.typeInto('workstation', 'c');
  await waiting.waitFor();
  await page.evaluate(() => setTimeout(() => window.location.reload()));
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await waiting.waitFor();
  shells.mendLine();
  await expect.poll(() => lab.received()).toBe('abc');
  await waiting.waitFor({ state: 'detached' });
  await page.reload();
  await lab.shell('workstation').waitFor();
  expect(asked).toEqual(['beforeunload']);
});

test('it is said which keys only full screen gives to the shell', async () => {
  const { page } = await stage.lab();
  expect(await page.getByRole('button', { name: 'Full screen' }).getAttribute('title')).toContain('Ctrl W');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await list.getByText('Delete a word in full screen; elsewhere the browser closes its tab').waitFor();
  await list.getByText('Alt Backspace').waitFor();
});
