import { expect, test } from 'vitest';
import { type BrowserGroup, launchBrowserGroup } from '../support/browser.ts';
import { type LabWindow, minutes } from './lab-window.ts';
import { its } from './one-lab.ts';

// Browsers that are away for so long that the server has given them up, while their shell goes on. Another one watches meanwhile.

/** Counts, four numbers a second at most, until a key comes, and says which. The terminal's own echo would come between the numbers. */
const counts =
  'clear; stty -echo -icanon; n=0; until read -rn1 -t0.25 key; do printf "%04d " $((++n)); ((n % 20)) || echo; done; stty echo icanon; echo; echo "$key en""ded $n"';
/** Longer than a browser keeps what was typed, and than the server waits for a browser. */
const aMinute = 4 * 65;

const numbers = async (of: LabWindow): Promise<number[]> =>
  [...(await of.screen()).matchAll(/\b\d{4}\b/g)].map(([number]) => Number(number));

async function seesMore(watcher: LabWindow, more: number): Promise<void> {
  const last = async (): Promise<number> => (await numbers(watcher)).at(-1) ?? 0;
  const now = await last();
  await expect.poll(last, { timeout: 5 * minutes }).toBeGreaterThan(now + more);
}

/** In a window stands each number once, all in order, and at last the prompt with nothing at it. */
async function isWhole(of: LabWindow): Promise<void> {
  await of.shows(/^x ended \d+\nlearner@workstation:~\$\s*$/m);
  const last = Number(/^x ended (\d+)$/m.exec(await of.screen())?.[1]);
  expect(await numbers(of)).toEqual(Array.from({ length: last }, (_, at) => at + 1));
}

const says = (of: LabWindow, words: string): Promise<void> =>
  of.line().filter({ hasText: words }).waitFor({ timeout: minutes });

async function offlineAndAsleep(sleeper: BrowserGroup): Promise<void> {
  const watcher = await its.sameLab(await its.newContext());
  const asleep = await its.sameLab(await its.newContext(sleeper.browser));
  await its.window.ready();
  await its.window.typeLine(counts);
  await asleep.shows('0003');
  sleeper.signal('SIGSTOP');
  await its.context.setOffline(true);
  await says(its.window, 'offline');
  await its.page.keyboard.type('stale');
  await says(its.window, '5 characters you typed will be sent');
  const seen = await numbers(its.window);
  await seesMore(watcher, aMinute);
  expect(await numbers(its.window)).toEqual(seen);
  await its.shot('away-offline');
  sleeper.signal('SIGCONT');
  // At once: it may not know yet that its line is gone.
  await asleep.page.keyboard.press('x');
  await isWhole(asleep);
  await its.context.setOffline(false);
  await says(its.window, '5 characters you typed were not sent');
  await isWhole(its.window);
  await its.shot('away-unsent');
  await asleep.typeLine('echo aw""ake');
  for (const window of [asleep, watcher, its.window]) await window.shows(/^awake$/m);
  await watcher.page.context().close();
}

test('after a minute offline and asleep all output is there, keys arrive once, and what was typed too long ago is said to be unsent', async () => {
  const sleeper = await launchBrowserGroup();
  try {
    await offlineAndAsleep(sleeper);
  } finally {
    await sleeper.end();
  }
  await its.window.ready();
  await its.window.run('echo to""gether');
  await its.window.shows(/^together$/m);
  await its.window.joined();
});
