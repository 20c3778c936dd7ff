import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, seriousViolations } from '../support/browser.ts';
import { FakeApi } from '../support/fake-api.ts';

const shots = join(import.meta.dirname, '../../test-results/screenshots');
const size = { width: 1360, height: 860 };

let api: FakeApi;
let browser: Browser;

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  // Without it every test would wait out its whole time for a page that is not there.
  await access(join(import.meta.dirname, '../../dist/web/index.html'));
  api = await FakeApi.start();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await api?.close();
});

interface Look {
  name: string;
  path: string;
  ready: (page: Page) => Promise<unknown>;
  prepare?: () => void;
  restore?: () => void;
  viewport?: { width: number; height: number };
}

const heading = (name: string | RegExp) => (page: Page) =>
  page.getByRole('heading', { name }).first().waitFor();

const looks: Look[] = [
  { name: 'catalogue', path: '/', ready: heading('Cluster setup') },
  {
    name: 'catalogue-phone',
    path: '/',
    ready: heading('Cluster setup'),
    viewport: { width: 390, height: 844 },
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
    prepare: () => (api.slow = true),
    restore: () => (api.slow = false),
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
    prepare: () => (api.authoring = false),
    restore: () => (api.authoring = true),
  },
  { name: 'history', path: '/history', ready: heading('History') },
  { name: 'replay', path: '/attempts/att-bbbbbbbbbbbb/replay', ready: heading('What happened') },
  {
    name: 'replay-phone',
    path: '/attempts/att-bbbbbbbbbbbb/replay',
    ready: heading('What happened'),
    viewport: { width: 390, height: 844 },
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
    prepare: () => (api.signedIn = false),
    restore: () => (api.signedIn = true),
  },
  { name: 'lab-starting', path: '/labs/lab-bbbbbbbb', ready: heading('Starting the lab') },
  { name: 'lab-failed', path: '/labs/lab-cccccccc', ready: heading('The lab could not be made ready') },
  {
    name: 'lab-ready',
    path: '/labs/lab-aaaaaaaa',
    ready: (page) => page.getByText('1 shell', { exact: true }).waitFor(),
  },
  {
    name: 'lab-phone',
    path: '/labs/lab-aaaaaaaa',
    ready: heading('Tasks'),
    viewport: { width: 390, height: 844 },
  },
];

/** What the browser prints by itself: a refused request, which the page is being shown, and networks of the machine that come and go. */
const ofTheBrowser = ['the server responded with a status', 'net::ERR_NETWORK_CHANGED'];

async function open(
  theme: 'light' | 'dark',
  path: string,
  viewport = size,
  from = api,
): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ colorScheme: theme, viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !ofTheBrowser.some((text) => message.text().includes(text))) {
      faults.push(message.text());
    }
  });
  await page.goto(`${from.origin}${path}`);
  return { page, faults };
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(looks)('$name is shown without faults and can be used by everyone', async (look) => {
    look.prepare?.();
    const { page, faults } = await open(theme, look.path, look.viewport);
    try {
      await look.ready(page);
      if (look.name !== 'catalogue-loading') {
        await page
          .getByRole('status', { name: /^Loading/ })
          .first()
          .waitFor({ state: 'hidden' });
      }
      await page.screenshot({ path: join(shots, `${look.name}-${theme}.png`) });
      expect(await seriousViolations(page)).toEqual([]);
      expect(faults).toEqual([]);
    } finally {
      look.restore?.();
      await page.context().close();
    }
  });

  test('a lab is worked on: type, check, read why, open hints, leave the terminal', async () => {
    const fresh = await FakeApi.start();
    const { page, faults } = await open(theme, '/labs/lab-aaaaaaaa', size, fresh);
    const terminal = page.getByRole('group', { name: 'Terminal workstation' });
    await page.getByText('1 shell', { exact: true }).waitFor();
    await terminal.click();
    await page.keyboard.type('k get nodes\r', { delay: 5 });
    await page.keyboard.type('k -n shop get pods\r', { delay: 5 });
    await page.getByRole('button', { name: 'Check all' }).click();
    await page.waitForTimeout(450);
    await page.screenshot({ path: join(shots, `lab-checking-${theme}.png`) });
    await page.getByLabel('2 of 10 points').waitFor();
    await page.getByText('Policies speak about the ports of Pods').waitFor();
    await page.getByRole('button', { name: 'Open hint 1' }).first().click();
    await page.getByText('allows nothing in that direction').waitFor();
    await page.screenshot({ path: join(shots, `lab-checked-${theme}.png`) });
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('alertdialog').waitFor();
    await page.screenshot({ path: join(shots, `lab-stop-${theme}.png`) });
    await page.getByRole('button', { name: 'Keep working' }).click();
    await terminal.click();
    await page.keyboard.press('Control+Shift+E');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Story and tasks',
    );
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.screenshot({ path: join(shots, `lab-shortcuts-${theme}.png`) });
    expect(faults).toEqual([]);
    await page.context().close();
    await fresh.close();
  });
});

test('a flood of output is drawn to its end, and every byte of it is credited', async () => {
  const { page } = await open('dark', '/labs/lab-aaaaaaaa');
  const terminal = page.getByRole('group', { name: 'Terminal workstation' });
  await page.getByText('1 shell', { exact: true }).waitFor();
  await terminal.click();
  await page.keyboard.type('flood\r');
  await expect
    .poll(() => api.shells.get('workstation')?.drawn ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(1_048_576);
  await page.context().close();
});

test('a shell that ends offers a new one', async () => {
  const { page } = await open('dark', '/labs/lab-aaaaaaaa');
  await page.getByText('1 shell', { exact: true }).waitFor();
  await page.getByRole('tab', { name: /worker/ }).click();
  await page.getByText('2 shells').waitFor();
  await page.getByRole('group', { name: 'Terminal worker' }).click();
  await page.keyboard.type('exit\r');
  await page.getByRole('button', { name: 'Start a new shell' }).click();
  await page.getByText('2 shells').waitFor();
  await page.context().close();
});

test('a lab that becomes ready shows its terminals without a reload', async () => {
  const { page } = await open('light', '/labs/lab-bbbbbbbb');
  await page.getByRole('heading', { name: 'Starting the lab' }).waitFor();
  api.change('lab-bbbbbbbb', { state: 'ready', readyAt: Date.now() });
  await page.getByRole('group', { name: 'Terminal workstation' }).waitFor();
  await page.context().close();
});

test('a scenario file that is saved shows its mistakes, and their repair, without a reload', async () => {
  const own = await FakeApi.start();
  own.changeCatalogue({ faults: [] });
  const { page } = await open('light', '/', size, own);
  await page.getByRole('heading', { name: 'Cluster setup' }).waitFor();
  await expect.poll(() => own.pages).toBe(1);
  const faults = [
    { file: 'scenarios/runtime/one/scenario.yaml', line: 4, column: 3, field: 'title', message: 'first' },
    { file: 'scenarios/runtime/one/scenario.yaml', line: 9, column: 3, field: 'points', message: 'second' },
  ];
  own.changeCatalogue({ faults });
  await page.getByText('1 scenario file has a mistake').waitFor();
  await page.getByText('What is wrong').click();
  await page.getByText('scenarios/runtime/one/scenario.yaml:9:3').waitFor();
  own.changeCatalogue({ faults: [] });
  await page.getByText('1 scenario file has a mistake').waitFor({ state: 'detached' });
  await page.context().close();
  await own.close();
});

test('a dropped line comes back by itself', async () => {
  const { page } = await open('light', '/labs/lab-aaaaaaaa');
  await page.getByText('Connected', { exact: true }).waitFor();
  api.cutSockets();
  await page.getByText('Reconnecting', { exact: true }).waitFor();
  await page.getByText('Connected', { exact: true }).waitFor();
  await page.context().close();
});
