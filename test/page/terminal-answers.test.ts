import { expect, test } from 'vitest';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();

const own = () => {
  const found = stage.api.shells.get('workstation');
  if (found === undefined) throw new Error('no shell');
  return found;
};
const esc = '\u001b';
const bel = '\u0007';

test('what the terminal answers to programs is told apart from what is typed', async () => {
  const lab = await stage.lab();
  await lab.shell('workstation').click();
  const colours = ['4;1', '10', '11', '12'].map((colour) => `]${colour};?${bel}`);
  const questions = ['[c', '[>c', '[5n', '[?6n', '[4$p', '[?25$p', ...colours, `P$qm${esc}\\`];
  own().say(questions.map((question) => esc + question).join(''));
  await lab.page.keyboard.type('a');
  // One answer each, in their order. What each says is xterm's to know.
  const heads = () =>
    own().answers.map((answer) => /^.[[\]P][?>]?(?:\d+;|0n|1\$r)?/s.exec(answer)?.[0].slice(1));
  await expect
    .poll(heads)
    .toEqual(['[?1;', '[>0;', '[0n', '[?1;', '[4;', '[?25;', ']4;', ']10;', ']11;', ']12;', 'P1$r']);
  await expect.poll(() => own().received).toBe('a');
});

test('whether the terminal has the keyboard is an answer at first, and told when it changes', async () => {
  const lab = await stage.lab();
  await lab.shell('workstation').click();
  own().say(`${esc}[?1004h`);
  await expect.poll(() => own().answers).toEqual([`${esc}[I`]);
  await lab.page.getByRole('button', { name: 'Check all' }).focus();
  await expect.poll(() => own().received).toBe(`${esc}[O`);
});

test('a window that answers a program is not one in which somebody works', async () => {
  const high = await stage.lab({ readable: true });
  await stage.lab({ readable: true, viewport: { width: 1100, height: 500 } });
  await high.shell('workstation').click();
  const rows = () => Number(own().sizes.at(-1)?.split('x')[1]);
  await expect.poll(rows).toBeGreaterThan(25);
  own().say(`${esc}[6n`);
  // Of both windows: which of them counts is the server's to say.
  await expect.poll(() => own().answers.length).toBe(2);
  expect(rows()).toBeGreaterThan(25);
});
