import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { minutes } from './lab-window.ts';
import { its } from './one-lab.ts';
import { differences, type ScreenPicture, screenPicture } from './screen-picture.ts';

// A screen that comes back is the screen that was: each letter in its place with its look, the cursor, the title.

const prompt = /learner@workstation:~\$\s*$/;

const file = [
  'apiVersion: v1 # first',
  'kind: "Pod"',
  'metadata: { name: 日本, labels: { a: "1" } }',
  'x: true   ',
];

const isSameAs = (before: ScreenPicture) =>
  expect
    .poll(async () => differences(before, await screenPicture(its.window)), { timeout: 2 * minutes })
    .toBe('');

/** Without a click, which may mean something to the program. */
const focused = () =>
  its.window
    .shell()
    .locator(':focus')
    .waitFor({ state: 'attached', timeout: 2 * minutes });

/** The picture of what is written there, once it no longer changes. */
async function drawn(text: RegExp): Promise<ScreenPicture> {
  await its.window.shows(text);
  await its.window.joined();
  let last = await screenPicture(its.window);
  const rests = async (): Promise<boolean> => {
    const before = last;
    last = await screenPicture(its.window);
    return isDeepStrictEqual(before, last);
  };
  await expect.poll(rests, { timeout: minutes }).toBe(true);
  return last;
}

async function reload(): Promise<void> {
  await its.page.reload();
  await focused();
}

/** As a crash ends it, and as `down` does. */
async function crash(): Promise<void> {
  await its.kill();
  await its.up();
  await its.window.joined();
}

async function restart(): Promise<void> {
  await its.ckslab('down');
  await its.up();
  await its.window.joined();
}

async function comesBackAs(before: ScreenPicture): Promise<void> {
  for (const leave of [reload, crash, restart]) {
    await leave();
    await isSameAs(before);
  }
}

/** A tab with a name of its own has a head, which tells the title. */
async function nameTab(): Promise<void> {
  await its.page.getByRole('tab', { name: 'workstation' }).dblclick();
  await its.page.getByRole('textbox', { name: 'Name of the tab' }).fill('my workstation');
  await its.page.keyboard.press('Enter');
  await its.window.ready();
}

test('lines with colours of all kinds come back after a reload and after each end of the server', async () => {
  await nameTab();
  const lines = [
    String.raw`\033]2;my title\007`,
    String.raw`\033[38;2;250;128;114m24 bit\033[48;2;10;20;60m on blue\033[0m and \033[48;5;22;38;5;190m256\033[0m\n`,
    String.raw`\033[1;31mbold red\033[0m \033[3;4mitalic and underlined\033[0m \033[7minverse\033[0m \033[2;9mdim, struck\033[0m\n`,
    String.raw`日本 é \033[44m\033[Kblue to the end\033[0m\n`,
  ];
  await its.window.run(`printf '${lines.join('')}'; printf 'no new line: \\033[35m'`);
  const before = await drawn(/no new line: learner@workstation:~\$\s*$/);
  expect(before.head).toContain('my title');
  expect(before.rows.join('\n')).toContain('color: rgb(250, 128, 114)');
  await its.shot('same-lines');
  await comesBackAs(before);
  await its.window.typeLine('echo; echo go""es on');
  await its.window.shows(/^goes on\n[^]*\$\s*$/m);
});

test('what a program asked its terminal before the server ended is not answered to the prompt', async () => {
  // It waits for the last answer, where the cursor is, which ends with an R.
  const asked = String.raw`printf '\033[c\033]11;?\007\033[6n'; read -rsd R answer; echo an""swered`;
  await its.window.run(asked);
  const before = await drawn(/^answered\n[^]*\$\s*$/m);
  await crash();
  await isSameAs(before);
  await its.window.typeLine('echo go""es on');
  await its.window.shows(/^goes on\n[^]*\$\s*$/m);
});

test('an editor comes back with its colours, its cursor and its title, and the lines that were there before it', async () => {
  await its.window.run(
    `printf '%s\\n' ${file.map((text) => `'${text}'`).join(' ')} >pod.yaml; echo wri""tten`,
  );
  const below = await drawn(/^written\n[^]*\$\s*$/m);
  await its.window.typeLine("vim -n -c 'set termguicolors' pod.yaml");
  await its.window.shows(/kind: "Pod"[^]*1,1\s+All/);
  // Its message goes whenever it draws anew, as it does for a server that comes back.
  await its.page.keyboard.press('Control+L');
  await its.page.keyboard.type('2G7|');
  const before = await drawn(/^\s+2,7\s+All/m);
  expect(before.cursor).toMatchObject({ row: 1, column: 6 });
  expect(before.head).toContain('vim pod.yaml');
  expect(before.rows.join('\n')).toMatch(/color: rgb/);
  await its.shot('same-editor');
  await comesBackAs(before);
  await its.page.keyboard.type('x');
  await its.window.shows(/^kind: Pod"/m);
  await its.window.typeLine(':q!');
  await its.window.shows(/^written\n[^]*\$\s*$/m);
  expect((await screenPicture(its.window)).rows.slice(0, 2)).toEqual(below.rows.slice(0, 2));
  await its.window.shows(prompt);
});
