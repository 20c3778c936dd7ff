import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';

export const minutes = 60_000;
const usual = 'workstation';

/** As `expect.poll`, but also before tests. */
const seen = (look: () => Promise<void>, timeout = minutes): Promise<void> =>
  vi.waitFor(look, { timeout, interval: 100 });

/** The page of a lab in one window of a real browser, with its terminals. Waits for what is seen, however slow the machine is. */
export class LabWindow {
  readonly page: Page;
  readonly #drawn: string;

  constructor(page: Page, { reader = true } = {}) {
    this.page = page;
    this.#drawn = reader ? '.xterm-accessibility-tree > div' : '.xterm-rows > div';
  }

  shell(name = usual): Locator {
    return this.page.getByRole('group', { name: `Terminal ${name}`, exact: true });
  }

  /** What is said below a terminal of the line to its shell, while there is something to say. */
  line(name = usual): Locator {
    return this.shell(name).getByRole('status');
  }

  /** Waits until there is nothing to say of the line. */
  async joined(name = usual): Promise<void> {
    await seen(async () => expect(await this.line(name).count()).toBe(0));
  }

  /** Waits for a terminal, and types into it from now on. */
  async ready(name = usual): Promise<void> {
    await this.shell(name).waitFor({ timeout: 3 * minutes });
    await this.shell(name).click();
  }

  /** The rows of a terminal as a screen reader gets them, or else as they are drawn into the document. */
  async rows(name = usual): Promise<string[]> {
    const rows = await this.shell(name).locator(this.#drawn).allTextContents();
    return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd());
  }

  async screen(name = usual): Promise<string> {
    return (await this.rows(name)).join('\n');
  }

  async shows(text: string | RegExp, name = usual, timeout = minutes): Promise<void> {
    await seen(async () => expect(await this.screen(name)).toMatch(text), timeout);
  }

  async typeLine(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Empties the screen of a shell that is at its prompt, and runs a line there. */
  async run(text: string, prompt = /^learner@workstation:~\$\s*$/): Promise<void> {
    await this.page.keyboard.press('Control+L');
    await this.shows(prompt);
    await this.typeLine(text);
  }
}
