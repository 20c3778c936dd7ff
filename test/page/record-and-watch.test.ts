import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MemoryTerminalHost } from '#adapters/memory/terminal-host.ts';
import { ShellId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import type { Pty, TerminalHost } from '#ports/terminal-host.ts';
import { ServerWorld } from '../../server/testing/server-world.ts';
import { launchBrowser, seriousViolations } from '../support/browser.ts';

const root = join(import.meta.dirname, '../..');
const shots = join(root, 'test-results/screenshots');

/** Shells of memory that keep what they said: the learner's own terminal is drawn on a canvas, which no test can read. */
class HeardTerminals implements TerminalHost {
  said = '';
  readonly #inner: TerminalHost;

  constructor(inner: TerminalHost) {
    this.#inner = inner;
  }

  readonly open: TerminalHost['open'] = async (...how) => this.#heard(await this.#inner.open(...how));

  readonly resume: TerminalHost['resume'] = async (...how) => {
    const pty = await this.#inner.resume(...how);
    return pty && this.#heard(pty);
  };

  readonly folder: TerminalHost['folder'] = (...asked) => this.#inner.folder(...asked);

  #heard(pty: Pty): Pty {
    const onData = pty.onData.bind(pty);
    pty.onData = (listener) =>
      onData((data) => {
        this.said += Buffer.from(data).toString();
        listener(data);
      });
    return pty;
  }
}

/** The real server over labs in memory, with the built page. */
let world: ServerWorld;
let browser: Browser;
let lab: LabView;
let terminals: HeardTerminals;

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  world = new ServerWorld();
  world.pageDir = join(root, 'dist/web');
  terminals = new HeardTerminals(new MemoryTerminalHost(world.engine.world));
  world.terminals = terminals;
  await world.open();
  await world.enter();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

type Theme = 'light' | 'dark';

async function context(theme: Theme = 'light', width = 1440, signedIn = false): Promise<BrowserContext> {
  const own = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height: 900 },
    // So narrow is a phone.
    ...(width < 600 && { hasTouch: true, isMobile: true }),
    reducedMotion: 'reduce',
  });
  if (signedIn) await own.request.get(`${world.origin}/enter?token=${await world.token()}`);
  return own;
}

async function learner(theme: Theme = 'light', width = 1440): Promise<Page> {
  const page = await (await context(theme, width, true)).newPage();
  lab = await world.startLab();
  await page.goto(`${world.origin}/labs/${lab.id}`);
  await page.getByText('1 shell', { exact: true }).waitFor();
  return page;
}

const typeInto = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('group', { name: 'Terminal workstation' }).click();
  await page.keyboard.type(text, { delay: 5 });
};
/** Ends what a test that failed left. */
afterEach(async () => {
  for (const left of world.store.active()) await world.ask(`/api/labs/${left.id}`, { method: 'DELETE' });
});
const rows = (page: Page): Promise<string> => page.locator('.xterm-rows').first().innerText();

describe('an attempt', () => {
  test('is recorded and replayed, with what happened beside it', async () => {
    const page = await learner();
    await typeInto(page, 'echo before-the-check\r');
    const checked = world.until((event) => event.type === 'grading.done');
    await page.getByRole('button', { name: 'Check all' }).click();
    await checked;
    await page.getByRole('button', { name: 'Open hint 1' }).first().click();
    await page.getByRole('button', { name: 'Open the hint' }).click();
    await page.getByText('It is 8').waitFor();
    await typeInto(page, 'echo after-the-check\r');
    // The echo and the answer: a page that is left takes what it had not sent yet with it.
    await expect.poll(() => terminals.said.split('after-the-check')).toHaveLength(3);
    await expect
      .poll(async () => (await world.recordings.read(lab.attempt, 'timeline')) ?? '')
      .toContain('hint');
    await page.goto(`${world.origin}/history`);
    await page.locator('summary').first().click();
    await page.getByRole('link', { name: 'Watch the replay' }).first().click();
    await page.getByRole('button', { name: /Checked: 0 of 10 points/ }).click();
    await expect.poll(() => rows(page)).toContain('before-the-check');
    expect(await rows(page)).not.toContain('after-the-check');
    await page.getByRole('button', { name: /Hint 1 of “First”/ }).click();
    await page.getByRole('slider', { name: 'Position' }).focus();
    await page.keyboard.press('End');
    await expect.poll(() => rows(page)).toContain('after-the-check');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download .cast' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.cast$/);
    await page.context().close();
  });

  test('is not recorded while the switch is off', async () => {
    const page = await learner();
    await page.getByRole('button', { name: 'Recorded', exact: true }).click();
    await page.getByRole('button', { name: 'Not recorded' }).waitFor();
    await typeInto(page, 'echo secret\r');
    await expect.poll(() => terminals.said).toContain('\r\nsecret');
    const timeline = (await world.recordings.read(lab.attempt, 'timeline')) ?? '';
    expect(timeline.match(/"kind":"\w+"/g)).toContain('"kind":"off"');
    const shell = ShellId.parse(/"shell":"([^"]+)"/.exec(timeline)?.[1]);
    const cast = (await world.recordings.read(lab.attempt, shell)) ?? '';
    expect(cast).toContain('"version":2');
    expect(cast).not.toContain('secret');
    await page.getByRole('button', { name: 'Not recorded' }).click();
    await page.getByRole('button', { name: 'Recorded', exact: true }).waitFor();
    await page.context().close();
  });
});

/** Makes a link on the learner's page and opens it in a browser of its own. */
async function invited(page: Page, name: string, theme: Theme = 'light', width = 1440): Promise<Page> {
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link for a guest' }).inputValue();
  const guest = await (await context(theme, width)).newPage();
  await guest.goto(link);
  await guest.getByRole('textbox', { name: /Your name/ }).fill(name);
  await guest.getByRole('button', { name: 'Watch' }).click();
  await guest.getByText('You are watching').first().waitFor();
  return guest;
}

/** What a touch keyboard lacks, as a guest on a phone has it. */
async function typeByKeyBar(guest: Page): Promise<void> {
  const keys = guest.getByRole('toolbar', { name: 'Extra keys' });
  await guest.keyboard.type('echo ', { delay: 5 });
  for (const key of ['Slash', 'Tilde']) await keys.getByRole('button', { name: key, exact: true }).tap();
  await guest.keyboard.press('Enter');
  await expect.poll(() => rows(guest)).toContain('\n/~');
  await keys.getByRole('button', { name: 'Ctrl', exact: true }).tap();
  await guest.keyboard.type('c');
  await expect.poll(() => rows(guest)).toContain('^C');
  expect(await keys.getByRole('button', { name: 'Ctrl', exact: true }).getAttribute('aria-pressed')).toBe(
    'false',
  );
}

describe('a guest', () => {
  test('watches in a second browser, types when it may, and is cut when the link is taken back', async () => {
    const page = await learner();
    await typeInto(page, 'echo for-everybody\r');
    const guest = await invited(page, 'Mia');
    await expect.poll(() => rows(guest)).toContain('for-everybody');
    expect(guest.url()).toBe(`${world.origin}/watch`);
    // It sees the terminals of this lab and nothing else of the server.
    expect((await guest.request.get(`${world.origin}/api/labs`)).status()).toBe(403);
    await page.getByText('is here').waitFor();
    await guest.getByText('The learner, Mia (you)', { exact: true }).waitFor();
    await guest.getByRole('group', { name: 'Terminal workstation' }).click();
    await guest.keyboard.type('echo not-yet\r');
    await page.getByRole('checkbox', { name: /May type/ }).click();
    await guest.getByText('You may type').first().waitFor();
    await guest.getByText('The learner, Mia (you, types)', { exact: true }).waitFor();
    await guest.locator('.xterm-helper-textarea:not([readonly])').first().waitFor({ state: 'attached' });
    await guest.keyboard.type('echo from-the-guest\r', { delay: 5 });
    await expect.poll(() => rows(guest)).toContain('\nfrom-the-guest');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Mia may type' }).waitFor();
    expect(terminals.said).not.toContain('not-yet');
    await page.getByRole('button', { name: 'Mia may type' }).click();
    await page.getByRole('button', { name: 'Take back' }).click();
    await guest.getByRole('heading', { name: 'You no longer watch' }).waitFor();
    await guest.reload();
    await guest.getByRole('heading', { name: 'You are not invited' }).waitFor();
    await guest.context().close();
    await page.context().close();
  });

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
    ['dark', 390],
  ] as const)('and the invitation are readable in the %s theme at %i pixels', async (theme, width) => {
    const page = await (await context(theme, width, true)).newPage();
    lab = await world.startLab();
    await page.goto(`${world.origin}/labs/${lab.id}`);
    if (width < 900) await page.getByRole('button', { name: 'Terminals' }).click();
    await page.getByText('1 shell', { exact: true }).waitFor();
    await typeInto(page, 'echo what the learner sees\r');
    const guest = await invited(page, 'Mia', theme, width);
    await expect.poll(() => rows(guest)).toContain('what the learner sees');
    await page.getByText('is here').waitFor();
    await page.screenshot({ path: join(shots, `watch-dialog-${width}-${theme}.png`) });
    expect(await seriousViolations(page)).toEqual([]);
    await guest.screenshot({ path: join(shots, `watch-guest-${width}-${theme}.png`) });
    expect(await seriousViolations(guest)).toEqual([]);
    await page.getByRole('checkbox', { name: /May type/ }).click();
    await guest.getByText('You may type').first().waitFor();
    if (width < 600) await typeByKeyBar(guest);
    await guest.screenshot({ path: join(shots, `watch-typing-${width}-${theme}.png`) });
    expect(await seriousViolations(guest)).toEqual([]);
    await page.getByRole('button', { name: 'End all' }).click();
    await guest.getByRole('heading', { name: 'You no longer watch' }).waitFor();
    await guest.screenshot({ path: join(shots, `watch-over-${width}-${theme}.png`) });
    await page.keyboard.press('Escape');
    await page.screenshot({ path: join(shots, `watch-lab-${width}-${theme}.png`) });
    await guest.context().close();
    await page.context().close();
  });

  test('who opens a link that does not hold is told so', async () => {
    const guest = await (await context()).newPage();
    await guest.goto(`${world.origin}/watch#${'x'.repeat(43)}`);
    await guest.getByRole('textbox', { name: /Your name/ }).fill('Mia');
    await guest.screenshot({ path: join(shots, 'watch-enter-light.png') });
    expect(await seriousViolations(guest)).toEqual([]);
    await guest.getByRole('button', { name: 'Watch' }).click();
    await guest.getByText('This invitation is not valid').waitFor();
    await guest.context().close();
  });
});
