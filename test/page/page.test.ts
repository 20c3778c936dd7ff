import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { narrow, PageStage } from '../support/page-stage.ts';

const size = { width: 1360, height: 860 };

const stage = new PageStage();

interface Look {
  name: string;
  path: string;
  ready: (page: Page) => Promise<unknown>;
  prepare?: () => void;
  onPhone?: boolean;
}

const heading = (name: string | RegExp) => (page: Page) =>
  page.getByRole('heading', { name }).first().waitFor();

const looks: Look[] = [
  { name: 'catalogue', path: '/', ready: heading('Cluster setup') },
  {
    name: 'catalogue',
    path: '/',
    ready: heading('Cluster setup'),
    onPhone: true,
  },
  {
    name: 'catalogue-nothing',
    path: '/?q=zebra',
    ready: (page) => page.getByText('Nothing matches').waitFor(),
  },
  {
    name: 'catalogue-loading',
    path: '/',
    ready: (page) => page.getByRole('status', { name: 'Loading the scenarios' }).waitFor(),
    prepare: () => (stage.api.slow = true),
  },
  { name: 'scenario', path: '/scenarios/close-a-namespace', ready: heading('Tasks') },
  { name: 'scenario-blocked', path: '/scenarios/apparmor-nginx', ready: heading('Tasks') },
  {
    name: 'scenario-pack',
    path: '/scenarios/falco-rule',
    ready: (page) => page.getByText('Exercises of team A 2.0.1').waitFor(),
  },
  { name: 'scenario-waits', path: '/scenarios/sign-and-verify', ready: heading('Tasks') },
  { name: 'preview', path: '/preview/close-a-namespace', ready: heading('Wrong answers') },
  {
    name: 'preview-off',
    path: '/preview/close-a-namespace',
    ready: heading('There is no such page'),
    prepare: () => (stage.api.authoring = false),
  },
  { name: 'history', path: '/history', ready: heading('History') },
  { name: 'replay', path: '/attempts/att-bbbbbbbbbbbb/replay', ready: heading('What happened') },
  {
    name: 'replay',
    path: '/attempts/att-bbbbbbbbbbbb/replay',
    ready: heading('What happened'),
    onPhone: true,
  },
  {
    name: 'replay-none',
    path: '/attempts/att-cccccccccccc/replay',
    ready: (page) => page.getByText('There is no recording of this attempt').waitFor(),
  },
  { name: 'setup', path: '/setup', ready: heading('Images') },
  { name: 'not-found', path: '/nowhere', ready: heading('There is no such page') },
  {
    name: 'signed-out',
    path: '/',
    ready: heading('This browser is signed out'),
    prepare: () => (stage.api.signedIn = false),
  },
  { name: 'lab-starting', path: '/labs/lab-bbbbbbbb', ready: heading('Starting the lab') },
  { name: 'lab-failed', path: '/labs/lab-cccccccc', ready: heading('The lab could not be made ready') },
  {
    name: 'lab-ready',
    path: '/labs/lab-aaaaaaaa',
    ready: (page) => page.getByText('1 shell', { exact: true }).waitFor(),
  },
  {
    name: 'lab-tasks',
    path: '/labs/lab-aaaaaaaa',
    ready: heading('Tasks'),
    onPhone: true,
  },
];

const named = looks.map((look) => [`${look.name}${look.onPhone ? ' on a phone' : ''}`, look] as const);

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(named)('%s is shown without faults and can be used by everyone', async (_, look) => {
    look.prepare?.();
    const page = await stage.open(theme, look.path, look.onPhone ? narrow : size);
    await look.ready(page);
    if (look.name !== 'catalogue-loading') {
      await page
        .getByRole('status', { name: /^Loading/ })
        .first()
        .waitFor({ state: 'hidden' });
    }
    await stage.look(page, look.name, theme);
  });

  test('a lab is worked on: type, check, read why, open hints, leave the terminal', async () => {
    const page = await stage.open(theme, '/labs/lab-aaaaaaaa', size);
    const terminal = page.getByRole('group', { name: 'Terminal workstation' });
    await page.getByText('1 shell', { exact: true }).waitFor();
    await terminal.click();
    await page.keyboard.type('k get nodes\r', { delay: 5 });
    await page.keyboard.type('k -n shop get pods\r', { delay: 5 });
    await page.getByRole('button', { name: 'Check all' }).click();
    await page.waitForTimeout(450);
    await stage.picture(page, 'lab-checking', theme);
    await page.getByLabel('2 of 10 points').waitFor();
    await page.getByText('Policies speak about the ports of Pods').waitFor();
    await page.getByRole('button', { name: 'Open hint 1' }).first().click();
    await page.getByText('allows nothing in that direction').waitFor();
    await stage.look(page, 'lab-checked', theme);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('alertdialog').waitFor();
    await stage.picture(page, 'lab-stop', theme);
    await page.getByRole('button', { name: 'Keep working' }).click();
    await terminal.click();
    await page.keyboard.press('Control+Shift+E');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Story and tasks',
    );
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await stage.picture(page, 'lab-shortcuts', theme);
  });
});

test('a flood of output is drawn to its end, and every byte of it is credited', async () => {
  const page = await stage.open('dark', '/labs/lab-aaaaaaaa', size);
  const terminal = page.getByRole('group', { name: 'Terminal workstation' });
  await page.getByText('1 shell', { exact: true }).waitFor();
  await terminal.click();
  await page.keyboard.type('flood\r');
  await expect
    .poll(() => stage.api.shells.get('workstation')?.drawn ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(1_048_576);
});

test('a shell that ends offers a new one', async () => {
  const page = await stage.open('dark', '/labs/lab-aaaaaaaa', size);
  await page.getByText('1 shell', { exact: true }).waitFor();
  await page.getByRole('tab', { name: /worker/ }).click();
  await page.getByText('2 shells').waitFor();
  await page.getByRole('group', { name: 'Terminal worker' }).click();
  await page.keyboard.type('exit\r');
  await page.getByRole('button', { name: 'Start a new shell' }).click();
  await page.getByText('2 shells').waitFor();
});

test('a lab that becomes ready shows its terminals without a reload', async () => {
  const page = await stage.open('light', '/labs/lab-bbbbbbbb', size);
  await page.getByRole('heading', { name: 'Starting the lab' }).waitFor();
  stage.api.change('lab-bbbbbbbb', { state: 'ready', readyAt: Date.now() });
  await page.getByRole('group', { name: 'Terminal workstation' }).waitFor();
});

test('a scenario file that is saved shows its mistakes, and their repair, without a reload', async () => {
  const { api } = stage;
  api.changeCatalogue({ faults: [] });
  const page = await stage.open('light', '/', size);
  await page.getByRole('heading', { name: 'Cluster setup' }).waitFor();
  await expect.poll(() => api.pages).toBe(1);
  const faults = [
    { file: 'scenarios/runtime/one/scenario.yaml', line: 4, column: 3, field: 'title', message: 'first' },
    { file: 'scenarios/runtime/one/scenario.yaml', line: 9, column: 3, field: 'points', message: 'second' },
  ];
  api.changeCatalogue({ faults });
  await page.getByText('1 scenario file has a mistake').waitFor();
  await page.getByText('What is wrong').click();
  await page.getByText('scenarios/runtime/one/scenario.yaml:9:3').waitFor();
  api.changeCatalogue({ faults: [] });
  await page.getByText('1 scenario file has a mistake').waitFor({ state: 'detached' });
});

test('a dropped line comes back by itself', async () => {
  const page = await stage.open('light', '/labs/lab-aaaaaaaa', size);
  await page.getByText('Connected', { exact: true }).waitFor();
  stage.api.cutSockets();
  await page.getByText('Reconnecting', { exact: true }).waitFor();
  await page.getByText('Connected', { exact: true }).waitFor();
});
