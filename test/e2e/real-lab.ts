import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach } from 'vitest';
import { runningServer } from '../../server/cli/server-record.ts';
import { launchBrowser, makeTerminalsReadable, takeWebglAway } from '../support/browser.ts';
import { LabWindow, minutes } from './lab-window.ts';

const root = join(import.meta.dirname, '../..');
const shots = join(root, 'test-results/screenshots/e2e');

/** How terminals can be looked at: as a screen reader reads them from the canvas, or as they are drawn into the document. */
interface WindowLook {
  readonly webgl?: boolean;
  readonly reader?: boolean;
}

/** A real server of one test file, started by the launcher, and a real browser. Both end with the file, and all labs with them. */
export class RealLab {
  readonly #port = String(20_000 + (process.pid % 20_000));
  readonly #state = mkdtempSync(join(tmpdir(), 'cks-lab-e2e-'));
  #browser: Browser | undefined;
  #window: LabWindow | undefined;
  #look: WindowLook = {};

  /** Pictures of tests that fail are called after `name`. */
  constructor(name: string) {
    mkdirSync(shots, { recursive: true });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await this.#window?.page.screenshot(shotAt(`${name}-failed`));
    });
    afterAll(() => this.#close());
  }

  /** Starts the server and opens its address in a window. */
  async open(look: WindowLook = {}): Promise<void> {
    this.#look = look;
    const out = await this.up('--wait-images');
    const found = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/.exec(out);
    if (found === null) throw new Error(`up printed no address:\n${out}`);
    this.#browser = await launchBrowser();
    this.#window = await this.#anotherWindow(await this.newContext());
    await this.page.goto(found[0]);
  }

  /** Starts the lab of a scenario, by its title, and waits for its terminals. */
  async start(scenario: string): Promise<void> {
    await this.page.getByRole('link', { name: scenario }).click();
    await this.page.getByRole('button', { name: 'Start lab' }).click();
    await this.window.ready();
    await this.window.shows('learner@workstation');
  }

  get window(): LabWindow {
    if (this.#window === undefined) throw new Error('the lab is not open');
    return this.#window;
  }

  get page(): LabWindow['page'] {
    return this.window.page;
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  /** Apart from others, with a network of its own, but logged in as the first window is. */
  async newContext(browser = this.#browser): Promise<BrowserContext> {
    if (browser === undefined) throw new Error('the browser is not open');
    const viewport = { width: 1440, height: 900 };
    const storageState = await this.#window?.page.context().storageState();
    return browser.newContext({ viewport, ...(storageState === undefined ? {} : { storageState }) });
  }

  /** The same lab in another window. */
  async sameLab(context: BrowserContext): Promise<LabWindow> {
    const window = await this.#anotherWindow(context);
    await window.page.goto(this.page.url());
    await window.ready();
    return window;
  }

  async ckslab(...args: string[]): Promise<string> {
    const run = await execa('./ckslab', args, {
      cwd: root,
      env: { CKSLAB_STATE_DIR: this.#state, CKSLAB_WARM_LABS: '0', CI: 'true' },
      timeout: 60 * minutes,
      all: true,
    });
    return run.all;
  }

  up(...args: string[]): Promise<string> {
    return this.ckslab('up', '--port', this.#port, '--no-open', ...args);
  }

  /** The process of the server. */
  async pid(): Promise<number> {
    const server = await runningServer(this.#state);
    if (server === undefined) throw new Error('no server runs');
    return server.pid;
  }

  /** Ends the server as a crash would, and waits until the page has seen it. */
  async kill(): Promise<void> {
    process.kill(await this.pid(), 'SIGKILL');
    await this.window.line().waitFor({ timeout: minutes });
  }

  async shot(name: string): Promise<void> {
    await this.page.screenshot(shotAt(name));
  }

  async #anotherWindow(context: BrowserContext): Promise<LabWindow> {
    const { webgl = true, reader = true } = this.#look;
    const page = await context.newPage();
    if (reader) await makeTerminalsReadable(page);
    if (!webgl) await takeWebglAway(page);
    return new LabWindow(page, { reader });
  }

  async #close(): Promise<void> {
    await this.#browser?.close();
    await this.ckslab('down', '--labs');
    rmSync(this.#state, { recursive: true, force: true });
  }
}

const shotAt = (name: string) => ({ path: join(shots, `${name}.png`) });
