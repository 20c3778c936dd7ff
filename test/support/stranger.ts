import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What the scripts of a page get out of another origin, by every way to ask that they have. */
export function attempts(page: Page, at: string, lab: string) {
  return page.evaluate(
    async ([origin = '', path = '']) => {
      const asked = async (to: string, how: RequestInit): Promise<string> => {
        try {
          const answer = await fetch(`${origin}${to}`, { credentials: 'include', ...how });
          return `${answer.type} ${answer.status} ${await answer.text()}`;
        } catch {
          return 'refused';
        }
      };
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
      return {
        socket: await new Promise((resolve) => {
          socket.addEventListener('open', () => resolve('open'));
          socket.addEventListener('error', () => resolve('refused'));
        }),
        page: await asked('/', {}),
        plain: await asked(path, {}),
        asThePage: await asked(path, { headers: { 'x-cks-lab': '1' } }),
        blind: await asked(path, { mode: 'no-cors' }),
        blindOrder: await asked(`${path}/reset`, { mode: 'no-cors', method: 'POST' }),
      };
    },
    [at, `/api/labs/${lab}`],
  );
}

/** What a stranger gets. */
export const nothing = {
  socket: 'refused',
  page: 'refused',
  plain: 'refused',
  asThePage: 'refused',
  // Answers that a browser may load blindly stay closed, and ours may not be loaded from elsewhere at all.
  blind: expect.stringMatching(/^(refused|opaque 0 )$/),
  blindOrder: expect.stringMatching(/^(refused|opaque 0 )$/),
};

/** Where the frame ends that a page tries to show another one in. */
export async function framed(page: Page, url: string): Promise<string> {
  const frames = page.frames().length;
  await page.evaluate((src) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src }));
  }, url);
  const at = (): string => page.frames()[frames]?.url() ?? '';
  // Its first address is empty or that of an empty page, until it has come to where it is led.
  await expect.poll(at, { timeout: 60_000 }).toMatch(/^(?!about:)./);
  return at();
}

/** Where a frame stands whose page the browser has refused to show. */
export const stopped = 'chrome-error://chromewebdata/';
