import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { faultsOf, launchBrowser, seriousViolations } from './browser.ts';
import { FakeApi } from './fake-api.ts';
import { LabPage, type LabPageOptions } from './lab-page.ts';

const shots = join(import.meta.dirname, '../../test-results/screenshots');
const site = join(import.meta.dirname, '../../dist/web/index.html');
const wide = { width: 1440, height: 900 };
export const narrow = { width: 390, height: 844 };

type Theme = 'light' | 'dark';

/** In both themes, on a desk and on a phone. */
export const everyLook = [
  ['light', wide],
  ['dark', wide],
  ['light', narrow],
  ['dark', narrow],
] as const;

/**
 * The built page in a browser of one test file, with a new stand-in for the API before each test. After each, what it has opened is
 * closed, and whatever a page has complained about fails the test.
 */
export class PageStage {
  #api: FakeApi | undefined;
  #browser: Browser | undefined;
  #faults: (readonly string[])[] = [];

  constructor() {
    beforeAll(async () => {
      await mkdir(shots, { recursive: true });
      // Without it every test would wait out its whole time for a page that is not there.
      await access(site);
      this.#browser = await launchBrowser();
    });
    beforeEach(async () => {
      this.#api = await FakeApi.start();
    });
    afterEach(async () => {
      const faults = this.#faults.splice(0).flat();
      for (const context of this.#browser?.contexts() ?? []) await context.close();
      await this.#api?.close();
      expect(faults).toEqual([]);
    });
    afterAll(() => this.#browser?.close());
  }

  get api(): FakeApi {
    if (this.#api === undefined) throw new Error('the stand-in for the API is there during tests only');
    return this.#api;
  }

  private get browser(): Browser {
    if (this.#browser === undefined) throw new Error('the browser is there during tests only');
    return this.#browser;
  }

  async open(theme: Theme, path: string, viewport: typeof wide = wide): Promise<Page> {
    const look = { colorScheme: theme, viewport, reducedMotion: 'reduce' } as const;
    const page = await (await this.browser.newContext(look)).newPage();
    this.#faults.push(faultsOf(page, { refusals: true }));
    await page.goto(`${this.api.origin}${path}`);
    return page;
  }

  /** The view of the stand-in's ready lab, with its terminals. */
  async lab(options: LabPageOptions = {}): Promise<LabPage> {
    const lab = await LabPage.open(this.browser, this.api, options);
    this.#faults.push(lab.faults);
    return lab;
  }

  /** Keeps a picture of the page. */
  async picture(page: Page, name: string, theme: Theme): Promise<void> {
    const size = page.viewportSize()?.width === narrow.width ? '-phone' : '';
    await page.screenshot({ path: join(shots, `${name}${size}-${theme}.png`) });
  }

  /** As `picture`, and looks for what keeps people out of the page. */
  async look(page: Page, name: string, theme: Theme): Promise<void> {
    await this.picture(page, name, theme);
    expect(await seriousViolations(page)).toEqual([]);
  }

  /** Brings the terminals' side into view, where a narrow window shows one side at a time. */
  async terminals(page: Page): Promise<void> {
    if (page.viewportSize()?.width === narrow.width)
      await page.getByRole('button', { name: 'Terminals' }).click();
  }
}
