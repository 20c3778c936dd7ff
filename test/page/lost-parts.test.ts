import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { FakeApi } from '../support/fake-api.ts';

let browser: Browser;
let api: FakeApi;

beforeAll(async () => {
  [browser, api] = await Promise.all([launchBrowser(), FakeApi.start()]);
});
afterAll(async () => {
  await browser.close();
  await api.close();
});

test('whoever is on the way to a lab arrives there, though a part of its page is lost on the first try', async () => {
  const page = await browser.newPage();
  await page.goto(api.origin);
  let again = 0;
  page.on('request', (request) => (again += request.isNavigationRequest() ? 1 : 0));
  // As a browser gives up what it fetches when a network comes, which every lab brings; and what is under way then is late.
  await page.route(/\/assets\/LabPage-.*\.css$/, (route) =>
    again > 0 ? route.continue() : route.abort('failed'),
  );
  await page.route(/\/assets\/LabPage-.*\.js$/, async (route) => {
    if (again > 0) await route.continue();
  });
  const lab = page.getByRole('main').locator('a[href^="/labs/"]').first();
  const path = await lab.getAttribute('href');
  await lab.click();
  await page.getByRole('heading', { name: 'Tasks' }).waitFor();
  expect([again, new URL(page.url()).pathname]).toEqual([1, path]);
});
