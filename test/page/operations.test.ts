import { describe, expect, test } from 'vitest';
import type { LabView } from '#contract/lab.ts';
import { everyLook, PageStage } from '../support/page-stage.ts';

const stage = new PageStage();

const queue = {
  place: 2,
  of: 3,
  why: 'All places for labs are taken on this machine.',
  help: 'It begins by itself as soon as another lab ends.',
};
const waiting: Partial<LabView> = { state: 'requested', steps: [], estimate: undefined, queue };

describe.each(everyLook)('%s %o', (theme, viewport) => {
  test('a scenario whose lab is kept ready says so, as long as it is', async () => {
    const scenario = 'tls-on-the-ingress';
    const page = await stage.open(theme, `/scenarios/${scenario}`, viewport);
    await page.getByRole('button', { name: 'Start lab' }).waitFor();
    await expect.poll(() => [...stage.api.looked]).toEqual([scenario]);
    const words = page.getByText('Ready in about a second');
    expect(await words.count()).toBe(0);
    stage.api.keepReady(scenario, true);
    await words.waitFor();
    stage.api.keepReady(scenario, false);
    await words.waitFor({ state: 'detached' });
    stage.api.keepReady(scenario, true);
    await words.waitFor();
    await stage.look(page, 'scenario-ready', theme);
    await page.getByRole('link', { name: 'All scenarios' }).click();
    await expect.poll(() => [...stage.api.looked]).toEqual([]);
    await page.context().close();
  });

  test('a lab that waits says where it stands and what would help', async () => {
    stage.api.change('lab-bbbbbbbb', { ...waiting, queue: { ...queue, expectedAt: Date.now() + 40_000 } });
    const page = await stage.open(theme, '/labs/lab-bbbbbbbb', viewport);
    await stage.terminals(page);
    await page.getByText('Place 2 of 3 in the queue').waitFor();
    await page.getByText(/Expected to begin in about \d+ s/).waitFor();
    await stage.look(page, 'lab-queued', theme);
  });

  test('a lab that nobody uses warns of its end', async () => {
    stage.api.change('lab-aaaaaaaa', { idleEndsAt: Date.now() + 600_000 });
    const page = await stage.open(theme, '/labs/lab-aaaaaaaa', viewport);
    await page.getByText('Nobody has used this lab for a while').waitFor();
    await stage.look(page, 'lab-idle', theme);
  });

  test('the doctor shows the worst first, each with what to do', async () => {
    const page = await stage.open(theme, '/setup', viewport);
    await page.getByText('1 finding stops labs from working').waitFor();
    const first = page.getByRole('region', { name: 'Doctor' }).getByRole('listitem').first();
    expect(await first.innerText()).toContain('run "./ckslab images prune"');
    await page.getByRole('heading', { name: 'Doctor' }).scrollIntoViewIfNeeded();
    await stage.look(page, 'doctor', theme);
  });
});

test('the warning goes when the learner keeps the lab', async () => {
  stage.api.change('lab-aaaaaaaa', { idleEndsAt: Date.now() + 600_000 });
  const page = await stage.open('light', '/labs/lab-aaaaaaaa');
  await page.getByRole('button', { name: 'Keep it running' }).click();
  await page.getByText('Nobody has used this lab for a while').waitFor({ state: 'detached' });
  await page.context().close();
});

test('a lab moves up in the queue without a reload, and a start says how long it usually takes', async () => {
  stage.api.change('lab-bbbbbbbb', waiting);
  const page = await stage.open('light', '/labs/lab-bbbbbbbb');
  await page.getByText('Place 2 of 3 in the queue').waitFor();
  stage.api.change('lab-bbbbbbbb', { queue: { ...queue, place: 1, of: 1 } });
  await page.getByText('Next in the queue').waitFor();
  stage.api.change('lab-bbbbbbbb', {
    state: 'preparing',
    queue: undefined,
    estimate: { ms: 95_000, runs: 5, steps: {} },
  });
  await page.getByText(/it usually takes 2 min on this machine, going by the last 5/).waitFor();
  await page.context().close();
});
