import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { faultsOf, makeTerminalsReadable, seriousViolations, takeWebglAway } from './browser.ts';
import type { FakeApi } from './fake-api.ts';

const shots = join(import.meta.dirname, '../../test-results/screenshots');

export interface LabPageOptions extends BrowserContextOptions {
  /** Draws terminals as text, which programs can read. */
  readable?: boolean;
  /** False takes WebGL away from the page. */
  webgl?: boolean;
  /** Requests may be refused. */
  refusals?: boolean;
}

/** The view of the stand-in's ready lab with its terminals, in a browser context of its own. */
export class LabPage {
  readonly page: Page;
  /** What the page threw or complained about. */
  readonly faults: readonly string[];
  readonly #api: FakeApi;

  private constructor(page: Page, api: FakeApi, refusals: boolean) {
    this.page = page;
    this.faults = faultsOf(page, { refusals });
    this.#api = api;
  }

  static async open(browser: Browser, api: FakeApi, options: LabPageOptions = {}): Promise<LabPage> {
    const { readable = false, webgl = true, refusals = false, ...more } = options;
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
      ...more,
    });
    const own = new LabPage(await context.newPage(), api, refusals);
    const { page } = own;
    if (readable) await makeTerminalsReadable(page);
    if (!webgl) await takeWebglAway(page);
    await page.goto(`${api.origin}/labs/lab-aaaaaaaa`);
    const narrow = page.getByRole('button', { name: 'Terminals', exact: true });
    await narrow.or(own.shell('workstation')).first().waitFor();
    if (await narrow.isVisible()) await narrow.click();
    await page.getByText(/^[1-9] shells?$/).waitFor();
    return own;
  }

  shell(name: string): Locator {
    return this.page.getByRole('group', { name: `Terminal ${name}`, exact: true });
  }

  tab(name: string | RegExp): Locator {
    return this.page.getByRole('tab', { name });
  }

  tabs(): Promise<string[]> {
    return this.page.getByRole('tab').allInnerTexts();
  }

  press(keys: string): Promise<void> {
    return this.page.keyboard.press(keys);
  }

  /** Waits until what is typed goes to this terminal: it takes the focus when it is drawn. */
  async focused(name: string): Promise<void> {
    await this.page.locator(`[aria-label="Terminal ${name}"] :focus`).waitFor({ state: 'attached' });
  }

  /** Types into a terminal that has the focus, or is about to take it. */
  async typeInto(name: string, text: string): Promise<void> {
    await this.focused(name);
    await this.page.keyboard.type(text);
  }

  /** The rows of a terminal that is drawn into the document. While a dialog is open, they are found by their place only. */
  rows(name: string): Locator {
    return this.page.locator(`[aria-label="Terminal ${name}"] .xterm-rows`);
  }

  /** The size in columns that a shell has heard of last. */
  columns(key = 'workstation'): number {
    return Number(this.#api.shells.get(key)?.sizes.at(-1)?.split('x')[0]);
  }

  /** All that was typed into a shell, as the stand-in got it. */
  received(key = 'workstation'): string {
    return this.#api.shells.get(key)?.received ?? '';
  }

  async box(of: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await of.boundingBox();
    if (box === null) throw new Error('it is not on screen');
    return box;
  }

  /** Keeps a picture of it. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
  }

  /** As `picture`, and looks for what keeps people out of it. */
  async look(name: string): Promise<void> {
    await this.picture(name);
    expect(await seriousViolations(this.page)).toEqual([]);
  }
}
