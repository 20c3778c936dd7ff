import { readFile } from 'node:fs/promises';
import type { JSHandle, Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { fileLimit } from '#contract/files.ts';
import type { LabPage } from '../support/lab-page.ts';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();
let lab: LabPage;
let page: Page;

beforeEach(() => open({}));

async function open({
  theme = 'light',
  width = 1440,
}: {
  theme?: 'light' | 'dark';
  width?: number;
}): Promise<void> {
  const viewport = { width, height: 860 };
  lab = await stage.lab({ colorScheme: theme, viewport, acceptDownloads: true, refusals: true });
  ({ page } = lab);
}

const looked = (name: string) => lab.look(name);
const spoken = (text: string) => page.locator('[aria-live="polite"]', { hasText: text }).waitFor();
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
const screen = () => [...stage.api.shells.values()].map((shell) => shell.screen).join('');
async function tool(name: string): Promise<void> {
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name }).click();
}
async function task(title: string): Promise<void> {
  const button = page.getByRole('button', { name: title });
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
}

test('a name of a task is copied by mouse and keyboard, and the ear hears of it', async () => {
  await page.getByRole('button', { name: 'default-deny', exact: true }).first().click();
  await spoken('Copied');
  expect(await clipboard()).toBe('default-deny');
  await page.getByRole('button', { name: 'shop', exact: true }).first().focus();
  await page.keyboard.press('Enter');
  await expect.poll(clipboard).toBe('shop');
});

test('a block that is a command is copied, typed and run in the terminal', async () => {
  await page.getByText('1 shell', { exact: true }).waitFor();
  await task('Let web reach api');
  await page.getByRole('button', { name: 'Copy this block' }).click();
  expect(await clipboard()).toContain('kubectl -n shop exec');
  await page.getByRole('button', { name: 'Type this into the terminal' }).click();
  await expect.poll(screen).toContain('api:8080/health');
  expect(screen()).not.toContain('command not found');
  await page.getByRole('button', { name: 'Run this in the terminal' }).press('Enter');
  await expect.poll(screen).toContain('command not found');
  await looked('lab-run-block');
});

test('files go into the lab; one that is there is replaced only when asked', async () => {
  await page.getByText('1 shell', { exact: true }).waitFor();
  await page.getByLabel('Files to upload').setInputFiles([
    { name: 'policy.yaml', mimeType: 'text/yaml', buffer: Buffer.from('kind: NetworkPolicy\n') },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('mine\n') },
  ]);
  await page.getByText('On workstation: /home/learner/policy.yaml').waitFor();
  expect(stage.api.files.files.get('/home/learner/policy.yaml')?.toString()).toBe('kind: NetworkPolicy\n');
  await page.getByText('is there already. Choose').waitFor();
  expect(stage.api.files.files.get('/home/learner/notes.txt')?.toString()).toContain('Policies');
  await looked('lab-upload');
  await page.getByRole('button', { name: 'Replace it' }).click();
  await page.getByText('On workstation: /home/learner/notes.txt').waitFor();
  expect(stage.api.files.files.get('/home/learner/notes.txt')?.toString()).toBe('mine\n');
});

test('an upload can be cancelled', async () => {
  stage.api.files.holding = true;
  await page
    .getByLabel('Files to upload')
    .setInputFiles([{ name: 'slow.txt', mimeType: 'text/plain', buffer: Buffer.from('slow') }]);
  await page.getByRole('progressbar', { name: 'slow.txt: how far' }).waitFor();
  await page.getByRole('button', { name: 'Cancel slow.txt' }).click();
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  expect(stage.api.files.files.has('/home/learner/slow.txt')).toBe(false);
});

test('one that is too large is not begun, and says what is allowed', async () => {
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()));
  const data = await page.evaluateHandle((size) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(size)], 'disk.img'));
    transfer.items.add(new File(['small'], 'small.txt'));
    return transfer;
  }, fileLimit + 1);
  await dropOn('[aria-label="Terminal workstation"] .xterm', data);
  await page.getByText('disk.img has 64 MiB; 64 MiB are the most. Pack it').waitFor();
  await page.getByText('On workstation: /home/learner/small.txt').waitFor();
  expect(sent.map((url) => new URL(url).searchParams.get('path'))).toEqual(['~/small.txt']);
  expect(stage.api.files.files.has('/home/learner/disk.img')).toBe(false);
  await looked('lab-upload-large');
});

test('a file of a machine is downloaded under its name', async () => {
  await tool('Download a file…');
  const dialog = page.getByRole('dialog', { name: 'Download a file' });
  await dialog.getByLabel('File').fill('~/notes.txt');
  await expect
    .poll(() =>
      dialog.locator('datalist option').evaluateAll((all) => all.map((one) => one.getAttribute('value'))),
    )
    .toContain('~/notes.txt');
  await looked('lab-download');
  const started = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const download = await started;
  expect(download.suggestedFilename()).toBe('notes.txt');
  expect(await readFile(await download.path(), 'utf8')).toBe('Policies select Pods by label.\n');
  await tool('Download a file…');
  await dialog.getByLabel('File').fill('/none');
  await dialog.getByRole('button', { name: 'Download' }).click();
  await page.getByText('There is no file "/none". Choose').waitFor();
});

async function dropOn(on: string, dataTransfer: JSHandle<DataTransfer>): Promise<void> {
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent(on, type, { dataTransfer });
}

async function drop(on: string, files: readonly { name: string; text: string }[]): Promise<void> {
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, text } of all) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await dropOn(on, data);
}

test('files that are dropped on a terminal go to its machine', async () => {
  await page.getByText('1 shell', { exact: true }).waitFor();
  const names = [
    { name: 'one.yaml', text: '1' },
    { name: 'two.yaml', text: '2' },
  ];
  await drop('[aria-label="Terminal workstation"] .xterm', names);
  await page.getByText('On workstation: /home/learner/two.yaml').waitFor();
  expect(stage.api.files.files.get('/home/learner/one.yaml')?.toString()).toBe('1');
});

test('files go to the folder that the shell is in, which is told before', async () => {
  await page.getByText('1 shell', { exact: true }).waitFor();
  stage.api.files.folders.set('workstation/1', '~/work');
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: 'Upload files… into ~/work on workstation' }).waitFor();
  await looked('lab-upload-folder');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'Upload files…' }).click();
  // Where the shell goes meanwhile makes no difference to what was said.
  stage.api.files.folders.set('workstation/1', '/etc');
  await (await chooser).setFiles([{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }]);
  await page.getByText('On workstation: /home/learner/work/a.txt').waitFor();
  // A drop says it while the files are still held over the terminal.
  stage.api.files.folders.set('workstation/1', '~/shop');
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['b'], 'b.txt'));
    return transfer;
  });
  await page.dispatchEvent('[aria-label="Terminal workstation"] .xterm', 'dragover', { dataTransfer: data });
  await page.getByText('Drop to put the files into ~/shop on workstation').waitFor();
  await page.dispatchEvent('[aria-label="Terminal workstation"] .xterm', 'drop', { dataTransfer: data });
  await page.getByText('On workstation: /home/learner/shop/b.txt').waitFor();
  stage.api.files.folders.delete('workstation/1');
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByText('into the home (its folder is not known)').waitFor();
});

const editor = () => page.getByRole('textbox', { name: /on workstation$/ });
async function edit(path: string): Promise<void> {
  // The terminals of a lab that has just been opened take the focus once they are there.
  await page.getByText(/^[1-9] shells?$/).waitFor();
  await tool('Edit a file…');
  await page.getByLabel('File on workstation').fill(path);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await editor().waitFor();
}
const saved = (path: string) => stage.api.files.files.get(path)?.toString() ?? '';

test('a file is edited with completion and lint, and saved by its key', async () => {
  await edit('~/deny.yaml');
  await page.getByText('Saved', { exact: true }).waitFor();
  await editor().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('    - Eg');
  await page.locator('.cm-tooltip-autocomplete').getByText('Egress').waitFor();
  await looked('editor-completion-light');
  await page.keyboard.press('Enter');
  await page.keyboard.type('\negres: []');
  await page.getByText('Not saved · 1 problem').waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('Saved · 1 problem').waitFor();
  expect(saved('/home/learner/deny.yaml')).toContain('    - Egress\n');
  await spoken('Saved /home/learner/deny.yaml');
});

test('what somebody else wrote is not overwritten unasked', async () => {
  await edit('~/deny.yaml');
  await editor().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# mine');
  stage.api.files.files.set('/home/learner/deny.yaml', Buffer.from('kind: Theirs\n'));
  await page.keyboard.press('Control+s');
  await page.getByText('Somebody else has written this file').waitFor();
  expect(saved('/home/learner/deny.yaml')).toBe('kind: Theirs\n');
  await looked('editor-conflict-light');
  await page.getByRole('button', { name: 'Take what is there' }).click();
  await expect.poll(() => editor().textContent()).toContain('kind: Theirs');
  await page.getByText('Saved', { exact: true }).waitFor();
  await editor().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# mine again');
  stage.api.files.files.set('/home/learner/deny.yaml', Buffer.from('kind: Others\n'));
  await page.keyboard.press('Control+s');
  await page.getByRole('button', { name: 'Replace it with mine' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(saved('/home/learner/deny.yaml')).toContain('# mine again');
});

test('a new file is made when it is saved, one that may not be written is shown, a binary one is not', async () => {
  await edit('~/new.txt');
  await page.getByText('New file, not saved').waitFor();
  await editor().click();
  await page.keyboard.type('first line');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(saved('/home/learner/new.txt')).toBe('first line');
  await edit('/etc/hostname');
  await page.getByText('Read only for this user').waitFor();
});

test.each([
  ['dark', 1440],
  ['dark', 390],
  ['light', 390],
] as const)('the editor in %s, %i pixels wide', async (theme, width) => {
  await open({ theme, width });
  const narrow = width < 900;
  // A shell begins when it is first shown; the editor then comes into view by itself.
  if (narrow) await page.getByRole('button', { name: 'Terminals', exact: true }).click();
  await page.getByText('1 shell', { exact: true }).waitFor();
  if (narrow) await page.getByRole('button', { name: 'Tasks', exact: true }).click();
  await edit('~/deny.yaml');
  await editor().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('egres: []');
  await page.getByText('1 problem').waitFor();
  await looked(`editor-${theme}-${width}`);
});

test('a menu that is opened while a terminal waits to take the focus stays open', async () => {
  // Frames come when the test says so, as on a machine that is busy.
  await page.addInitScript(() => {
    let waiting: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (frame) => waiting.push(frame);
    Object.assign(window, {
      nextFrame: () => {
        const now = waiting;
        waiting = [];
        for (const frame of now) frame(performance.now());
        return now.length;
      },
    });
  });
  const nextFrame = () => page.evaluate(() => (window as unknown as { nextFrame(): number }).nextFrame());
  await page.goto(`${stage.api.origin}/labs/lab-aaaaaaaa`);
  await page.getByText('Connected', { exact: true }).waitFor();
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName);
  await expect.poll(async () => [await nextFrame(), await focused()][1]).toBe('TEXTAREA');
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem').first().waitFor();
  expect(await focused()).toBe('menu');
  await expect.poll(nextFrame).toBe(0);
  expect(await focused()).toBe('menu');
  await page.getByRole('menuitem', { name: 'Open a service…' }).click();
  await page.getByRole('dialog', { name: 'Open a service' }).waitFor();
});

test('a service is asked for and opened by a link that knows nothing of this page', async () => {
  await tool('Open a service…');
  const dialog = page.getByRole('dialog', { name: 'Open a service' });
  await dialog.getByRole('textbox', { name: 'Port' }).fill('30080');
  await dialog.getByRole('button', { name: 'Look whether it answers' }).click();
  await dialog.getByText('Nobody answers on port 30080').waitFor();
  await looked('service-refused-light');
  stage.api.services.url = `${stage.api.origin}/nowhere`;
  await dialog.getByLabel('What').selectOption('service');
  await dialog.getByLabel('Namespace').fill('shop');
  await dialog.getByLabel('Name', { exact: true }).fill('web');
  await dialog.getByLabel('Speaks').selectOption('https');
  await dialog.getByText('also a self-signed one').waitFor();
  await looked('service-fields-light');
  await dialog.getByRole('button', { name: 'Look whether it answers' }).click();
  const link = dialog.getByRole('link', { name: 'Open in a new tab' });
  await link.waitFor();
  await looked('service-answers-light');
  expect(stage.api.services.asked.at(-1)).toEqual({
    target: { kind: 'service', namespace: 'shop', name: 'web', port: 30080 },
    scheme: 'https',
    path: '/',
  });
  const opened = page.context().waitForEvent('page');
  await link.click();
  const tab = await opened;
  expect(await tab.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
  await dialog.waitFor({ state: 'detached' });
});

test.each([
  ['dark', 1440],
  ['dark', 390],
] as const)('the dialogs in %s, %i pixels wide', async (theme, width) => {
  await open({ theme, width });
  await tool('Open a service…');
  await page.getByLabel('What').selectOption('pod');
  await looked(`service-${theme}-${width}`);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Tools' }).click();
  await looked(`tools-${theme}-${width}`);
});
