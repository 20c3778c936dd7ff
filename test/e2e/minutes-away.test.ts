import { beforeAll, expect, test } from 'vitest';
import { launchBrowserGroup } from '../support/browser.ts';
import { type LabWindow, minutes } from './lab-window.ts';
import { RealLab } from './real-lab.ts';

// A browser that is away for so long that the server has given it up, while its shell goes on. Another one watches meanwhile.

const its = new RealLab('away');
let watcher: LabWindow;

/** Counts, four numbers a second at most, until a key comes, and says which. The terminal's own echo would come between the numbers. */
const counts =
  'clear; stty -echo -icanon; n=0; until read -rn1 -t0.25 key; do printf "%04d " $((++n)); ((n % 20)) || echo; done; stty echo icanon; echo; echo "$key en""ded $n"';
/** Longer than a browser keeps what was typed, and than the server waits for a browser. */
const aMinute = 4 * 65;

const numbers = async (of: LabWindow): Promise<number[]> =>
  [...(await of.screen()).matchAll(/\b\d{4}\b/g)].map(([number]) => Number(number));

async function seesMore(than: number, more: number): Promise<void> {
  await expect
    .poll(async () => (await numbers(watcher)).at(-1) ?? 0, { timeout: 5 * minutes })
    .toBeGreaterThan(than + more);
}

/** Ends the counting from a window, in which then stands each number once, and all in order. */
async function endsWhole(of: LabWindow): Promise<void> {
  await of.page.keyboard.press('x');
  await of.shows(/^x ended \d+$/m);
  const last = Number(/^x ended (\d+)$/m.exec(await of.screen())?.[1]);
  expect(await numbers(of)).toEqual(Array.from({ length: last }, (_, at) => at + 1));
}

beforeAll(async () => {
  await its.open();
  await its.start('Read the handshake');
  watcher = await its.sameLab(await its.newContext());
});

test('after more than a minute offline all output is there, and what was typed too long ago is said to be unsent', async () => {
  await its.window.ready();
  await its.window.typeLine(counts);
  await its.window.shows('0003');
  await its.context.setOffline(true);
  await its.window.line().filter({ hasText: 'offline' }).waitFor({ timeout: minutes });
  await its.page.keyboard.type('stale');
  await its.window.line().filter({ hasText: '5 characters you typed will be sent' }).waitFor();
  const then = (await numbers(its.window)).at(-1) ?? 0;
  await seesMore((await numbers(watcher)).at(-1) ?? 0, aMinute);
  expect((await numbers(its.window)).at(-1)).toBe(then);
  await its.shot('away-offline');
  await its.context.setOffline(false);
  await its.window
    .line()
    .filter({ hasText: '5 characters you typed were not sent' })
    .waitFor({ timeout: minutes });
  await its.shot('away-unsent');
  await endsWhole(its.window);
  await its.window.joined();
});

test('a browser that slept with its machine shows what it slept through, and types on', async () => {
  const sleeper = await launchBrowserGroup();
  try {
    const window = await its.sameLab(await its.newContext(sleeper.browser));
    await window.typeLine(counts);
    await window.shows('0003');
    sleeper.signal('SIGSTOP');
    await seesMore((await numbers(watcher)).at(-1) ?? 0, aMinute);
    sleeper.signal('SIGCONT');
    await endsWhole(window);
    await window.joined();
    await window.typeLine('clear; echo aw""ake');
    await window.shows(/^awake$/m);
    await watcher.shows(/^awake$/m);
  } finally {
    await sleeper.end();
  }
});
