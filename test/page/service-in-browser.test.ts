import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ServiceWorld } from '../../server/testing/service-world.ts';
import { launchBrowser } from '../support/browser.ts';
import { attempts, framed, nothing, stopped } from '../support/stranger.ts';

/** The real server over a lab in memory, with the built page, and a real browser that keeps the one from the other. */
let its: ServiceWorld;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  its = new ServiceWorld();
  its.world.pageDir = join(import.meta.dirname, '../../dist/web');
  its.service.pages.set('/', '<!doctype html><title>Shop</title><h1>A shop of the lab</h1>');
  await its.open();
  browser = await launchBrowser();
});
afterEach(() => context?.close());
afterAll(async () => {
  await browser?.close();
  await its?.close();
});

/** The platform under another of its names: `localhost` is the parent of what services are called. */
const named = (name: string): string => `http://${name}:${its.world.port}`;

/** A browser that is signed in, on the page of the lab. */
async function signedIn(platform: string, lab = its.lab.id): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${platform}/enter?token=${await its.world.token()}`);
  await page.goto(`${platform}/labs/${lab}`);
  await page.getByText('1 shell', { exact: true }).waitFor();
  return page;
}

/** Asks for the service and follows its link, as a person does. */
async function opened(page: Page): Promise<Page> {
  await page.bringToFront();
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: 'Open a service…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open a service' });
  await dialog.getByRole('textbox', { name: 'Port' }).fill('8080');
  await dialog.getByRole('button', { name: 'Look whether it answers' }).click();
  const coming = context.waitForEvent('page');
  await dialog.getByRole('link', { name: 'Open in a new tab' }).click();
  const tab = await coming;
  await shop(tab);
  return tab;
}

const shop = (tab: Page) => tab.getByRole('heading', { name: 'A shop of the lab' }).waitFor();
const originOf = (tab: Page): string => new URL(tab.url()).origin;
const ours = async () => (await context.cookies()).filter(({ name }) => name.startsWith('cks-lab'));

describe.each(['127.0.0.1', 'localhost'])('a service that is opened from %s', (name) => {
  test('is shown on a host of its own, to this browser alone, and its ticket works once', async () => {
    const page = await signedIn(named(name));
    const entering = context.waitForEvent('request', (request) => request.url().includes('ticket='));
    const tab = await opened(page);
    const ticket = (await entering).url();
    expect(originOf(tab)).toMatch(/^http:\/\/[a-z2-7]{20}\.localhost:\d+$/);
    expect(originOf(tab)).toBe(new URL(ticket).origin);
    // The ticket is gone from the address and has become a cookie.
    expect(new URL(tab.url()).search).toBe('');
    expect((await ours()).map(({ name: cookie, domain, ...how }) => [cookie, domain, how])).toEqual([
      [
        `cks-lab-${its.world.port}`,
        name,
        expect.objectContaining({ httpOnly: true, sameSite: 'Strict', path: '/' }),
      ],
      [
        'cks-lab-service',
        new URL(ticket).hostname,
        expect.objectContaining({ httpOnly: true, sameSite: 'Lax', path: '/' }),
      ],
    ]);
    await tab.reload();
    await shop(tab);
    const address = tab.url();
    await tab.goto(ticket);
    await tab.getByText('not open any more').waitFor();
    await tab.goto(address);
    await shop(tab);
    const stranger = await browser.newContext();
    const theirs = await stranger.newPage();
    for (const url of [address, ticket]) {
      expect((await theirs.goto(url))?.status()).toBe(410);
    }
    await stranger.close();
  });

  test('gets nothing out of the platform, and the platform does nothing for it', async () => {
    const page = await signedIn(named(name));
    const tab = await opened(page);
    const logged = its.world.log.entries.length;
    expect(await attempts(tab, named(name), its.lab.id)).toEqual(nothing);
    const path = `/api/labs/${its.lab.id}`;
    const answers = () => its.world.log.entries.slice(logged).map(({ fields }) => fields);
    await expect
      .poll(answers, { timeout: 60_000 })
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({ method: 'GET', path, status: 403 }),
          expect.objectContaining({ method: 'POST', path: `${path}/reset`, status: 403 }),
        ]),
      );
    expect(its.world.store.get(its.lab.id)?.state).toBe('ready');
    // The same questions are answered to the platform's own page; only the order to reset lacks its header there too.
    expect(await attempts(page, named(name), its.lab.id)).toEqual({
      socket: 'open',
      page: expect.stringContaining('basic 200 <!doctype html>'),
      plain: expect.stringContaining(its.lab.id),
      asThePage: expect.stringContaining(its.lab.id),
      blind: expect.stringContaining(its.lab.id),
      blindOrder: expect.stringContaining('basic 403'),
    });
  });

  test('neither sees nor replaces a cookie of the platform', async () => {
    const page = await signedIn(named(name));
    const tab = await opened(page);
    const before = await ours();
    const seen = await tab.evaluate((port) => {
      document.cookie = 'mine=1';
      for (const cookie of [`cks-lab-${port}`, 'cks-lab-service']) {
        for (const domain of ['localhost', '.localhost', '127.0.0.1']) {
          document.cookie = `${cookie}=stolen; path=/; domain=${domain}`;
        }
      }
      return document.cookie;
    }, its.world.port);
    expect(seen).toBe('mine=1');
    expect(await ours()).toEqual(before);
    await tab.reload();
    await shop(tab);
    expect(its.service.seen.at(-1)?.cookie).toBe('mine=1');
    await page.reload();
    await page.getByText('1 shell', { exact: true }).waitFor();
  });

  test('has no hold on the window of the platform, and opens none that it could hold', async () => {
    const page = await signedIn(named(name));
    const tab = await opened(page);
    expect(await tab.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
    const left = async (url: string): Promise<unknown> => {
      const coming = context.waitForEvent('page');
      await tab.evaluate((to) => void Object.assign(window, { held: window.open(to) }), url);
      const popup = await coming;
      await popup.waitForURL(`${new URL(url).origin}/**`);
      const opener = await popup.evaluate(() => window.opener !== null);
      const closed = await tab.evaluate(() => (window as unknown as { held: Window }).held.closed);
      return { closed, opener };
    };
    // A hold on a window of its own is what it has.
    expect(await left(`${originOf(tab)}/`)).toEqual({ closed: false, opener: true });
    expect(await left(named(name))).toEqual({ closed: true, opener: false });
  });

  test('cannot show the platform in a frame, nor is it shown in one', async () => {
    const page = await signedIn(named(name));
    const tab = await opened(page);
    expect(await framed(tab, `${originOf(tab)}/`)).toBe(`${originOf(tab)}/`);
    for (const path of ['/', `/labs/${its.lab.id}`, `/api/labs/${its.lab.id}`]) {
      expect(await framed(tab, `${named(name)}${path}`)).toBe(stopped);
    }
    expect(await framed(page, `${originOf(tab)}/`)).toBe(stopped);
  });
});

test('two services that are open at once get nothing out of each other', async () => {
  const page = await signedIn(its.world.origin);
  const [one, other] = [await opened(page), await opened(page)];
  expect(originOf(one)).not.toBe(originOf(other));
  const seen = its.service.seen.length;
  expect(await attempts(one, originOf(other), its.lab.id)).toEqual(nothing);
  await framed(one, `${originOf(other)}/`);
  expect(its.service.seen.slice(seen)).toEqual([]);
  expect(await attempts(other, originOf(other), its.lab.id)).toMatchObject({
    socket: 'open',
    page: expect.stringContaining('A shop of the lab'),
  });
});

/** Opens a socket from the page to its own service. */
const listen = (tab: Page) =>
  tab.evaluate(async () => {
    const socket = new WebSocket(`ws://${location.host}/live`);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    socket.addEventListener('close', () => (document.title = 'The socket is closed'));
  });

test.each(['the lab is stopped', 'the session ends'])('a service is gone when %s', async (end) => {
  const lab = await its.world.startLab('host');
  const page = await signedIn(its.world.origin, lab.id);
  const tab = await opened(page);
  await listen(tab);
  expect(await tab.title()).toBe('Shop');
  if (end === 'the lab is stopped') {
    await page.bringToFront();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Stop the lab' }).click();
  } else {
    const ended = await page.evaluate(async () => {
      return (await fetch('/api/session', { method: 'DELETE', headers: { 'x-cks-lab': '1' } })).ok;
    });
    expect(ended).toBe(true);
  }
  await expect.poll(() => tab.title(), { timeout: 60_000 }).toBe('The socket is closed');
  const seen = its.service.seen.length;
  expect((await tab.reload())?.status()).toBe(410);
  await tab.getByText('not open any more').waitFor();
  expect(its.service.seen).toHaveLength(seen);
});
