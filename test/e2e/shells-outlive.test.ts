import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { RecordingView } from '#contract/recording.ts';
import { runningServer } from '../../server/cli/server-record.ts';
import { launchBrowser, makeTerminalsReadable } from '../support/browser.ts';

// What a learner loses when the network, the server or the window goes away: nothing. A real lab, a real server, a real browser.

const root = join(import.meta.dirname, '../..');
const shots = join(root, 'test-results/screenshots/e2e');
const minutes = 60_000;
const CastEvent = z.tuple([z.number(), z.string(), z.string()]);
const port = String(20_000 + ((process.pid + 7) % 20_000));

let state: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;

async function ckslab(...args: string[]): Promise<string> {
  const run = await execa('./ckslab', args, {
    cwd: root,
    env: { CKSLAB_STATE_DIR: state, CKSLAB_WARM_LABS: '0', CI: 'true' },
    timeout: 10 * minutes,
    all: true,
  });
  return run.all;
}

/** What stands on a terminal, as a screen reader gets it: the picture itself is drawn on a canvas. */
async function screen(of: Page): Promise<string> {
  const lines = of.getByRole('group', { name: 'Terminal workstation' }).locator('.xterm-accessibility-tree');
  return (await lines.innerText()).replaceAll('\u00a0', ' ');
}

const shows = (text: string | RegExp, of = page) =>
  expect.poll(() => screen(of), { timeout: minutes }).toMatch(text);
const line = (of = page) => of.getByRole('group', { name: 'Terminal workstation' }).getByRole('status');

async function typeLine(text: string, into = page): Promise<void> {
  await into.keyboard.type(text);
  await into.keyboard.press('Enter');
}

async function ready(of: Page): Promise<void> {
  const terminal = of.getByRole('group', { name: 'Terminal workstation' });
  await terminal.waitFor({ timeout: 3 * minutes });
  await terminal.click();
}

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'cks-lab-e2e-'));
  mkdirSync(shots, { recursive: true });
  const out = await ckslab('up', '--port', port, '--no-open');
  const found = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/.exec(out);
  if (found === null) throw new Error(`up printed no address:\n${out}`);
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  await makeTerminalsReadable(page);
  await page.goto(found[0]);
  await page.getByRole('link', { name: 'Read the handshake' }).click();
  await page.getByRole('button', { name: 'Start lab' }).click();
  await ready(page);
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await page.screenshot({ path: join(shots, `shells-${task.id}.png`) });
});

afterAll(async () => {
  await browser?.close();
  if (state !== undefined) {
    await ckslab('down', '--labs');
    rmSync(state, { recursive: true, force: true });
  }
});

test('while the browser is offline, output goes on and what is typed arrives once', async () => {
  await shows('learner@workstation');
  // Without the terminal's own echo, which may come into the middle of a line of output.
  await typeLine(
    'clear; stty -echo; for i in $(seq 1 40); do echo "tick $i"; read -t 0.3 x <> <(:); done; stty echo; echo all ti""cked',
  );
  await shows('tick 3');
  await context.setOffline(true);
  await line().filter({ hasText: 'offline' }).waitFor({ timeout: minutes });
  await page.screenshot({ path: join(shots, 'shells-offline.png') });
  await typeLine('echo typed off""line');
  await context.setOffline(false);
  await shows('all ticked');
  await shows(/^typed offline$/m);
  const lines = (await screen(page)).split('\n').map((text) => text.trim());
  const ticks = lines.filter((text) => /^tick \d+$/.test(text));
  expect(ticks).toEqual(Array.from({ length: ticks.length }, (_, n) => `tick ${40 - ticks.length + 1 + n}`));
  expect(lines.filter((text) => text === 'typed offline')).toHaveLength(1);
  await expect.poll(() => line().count(), { timeout: minutes }).toBe(0);
});

test('a killed server comes back to the same editor, and nothing that was typed is lost', async () => {
  await typeLine('clear; vim -n notes.txt');
  await shows('notes.txt');
  await page.keyboard.type('iwritten before');
  await shows('written before');
  const server = await runningServer(state);
  process.kill(server?.pid ?? Number.NaN, 'SIGKILL');
  await line().waitFor({ timeout: minutes });
  await page.keyboard.type(' and meanwhile');
  await ckslab('up', '--port', port, '--no-open');
  await shows('written before and meanwhile');
  expect(await screen(page)).toContain('~');
  await page.screenshot({ path: join(shots, 'shells-restarted.png') });
  await page.keyboard.press('Escape');
  await typeLine(':wq');
  // What is typed while vim ends, it drops.
  await shows('learner@workstation');
  await typeLine('clear; cat notes.txt; echo sa""ved');
  await shows(/written before and meanwhile\s+saved/);
});

test('a server that is restarted in order shows the same screen', async () => {
  await typeLine('clear; printf "\\033[31mred\\033[0m and pla""in\\n"');
  await shows('red and plain');
  await ckslab('down');
  await ckslab('up', '--port', port, '--no-open');
  await expect.poll(() => line().count(), { timeout: minutes }).toBe(0);
  await typeLine('echo still h""ere');
  await shows(/red and plain[\s\S]*still here/);
});

test('a lab that was paused comes back with its files and the history of its shells', async () => {
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Pause the lab' }).click();
  const rest = page.getByRole('region', { name: 'This lab is paused' });
  await rest.waitFor({ timeout: 2 * minutes });
  expect(await ckslab('status')).toMatch(/paused .*kept until/);
  await page.screenshot({ path: join(shots, 'shells-paused.png') });
  await rest.getByRole('button', { name: 'Resume' }).click();
  await ready(page);
  await shows('learner@workstation');
  await typeLine('clear; cat notes.txt; history | grep "ec""ho still"; echo still h""ere');
  await shows(/written before and meanwhile[\s\S]*echo still h""ere[\s\S]*still here/);
});

test('two windows share one shell', async () => {
  const second = await context.newPage();
  await makeTerminalsReadable(second);
  await second.goto(page.url());
  await ready(second);
  await shows('still here', second);
  await typeLine('echo from the sec""ond', second);
  await shows('from the second', second);
  await shows('from the second');
  await page.bringToFront();
  await page.getByRole('group', { name: 'Terminal workstation' }).click();
  await typeLine('exit');
  await page.getByText('The shell has ended').waitFor({ timeout: minutes });
  await second.getByText('The shell has ended').waitFor({ timeout: minutes });
  await second.close();
});

test('the recording of the attempt goes on over all of these servers', async () => {
  const { view, casts } = await page.evaluate(async () => {
    const read = async (path: string): Promise<Response> => fetch(path, { headers: { 'x-cks-lab': '1' } });
    const [{ attempt }] = await (await read('/api/recordings')).json();
    const recorded = await (await read(`/api/recordings/${attempt}`)).json();
    const texts = recorded.shells.map(async ({ shell }: { shell: string }) => {
      return (await read(`/api/recordings/${attempt}/${shell}`)).text();
    });
    return { view: recorded as unknown, casts: (await Promise.all(texts)) as string[] };
  });
  const { moments } = RecordingView.parse(view);
  expect(moments.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['opened', 'paused', 'resumed', 'ended']),
  );
  const tracks = casts.map((text) =>
    text
      .trim()
      .split('\n')
      .slice(1)
      .map((one) => CastEvent.parse(JSON.parse(one))),
  );
  for (const track of tracks) {
    const times = track.map(([at]) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
  // The shell of the first server, of the one after it was killed, and of the one after that.
  const said = tracks.map((track) => track.map(([, kind, data]) => (kind === 'o' ? data : '')).join(''));
  const first = said.find((text) => text.includes('all ticked'));
  expect(first).toContain('written before and meanwhile');
  expect(first).toContain('still here');
  expect(said.some((text) => text.includes('from the second'))).toBe(true);
});
