import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { minutes } from './lab-window.ts';
import { its } from './one-lab.ts';

// Programs that say more than anybody can read. The page draws a little of it, the server keeps a little, and all stays at hand.

const prompt = /learner@workstation:~\$\s*$/;
/** What the server may have needed more than before, at any moment. */
const mostMiB = 100;

/** Memory of the server's process in MiB: now, and the most that it ever had. */
async function memory(): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${await its.pid()}/status`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

/** The highest of the numbers that `cat -n` puts before lines. */
async function counted(): Promise<number> {
  const numbers = (await its.window.screen()).matchAll(/^\s*(\d+)\s+y$/gm);
  return Math.max(0, ...[...numbers].map(([, number]) => Number(number)));
}

async function goesOn(): Promise<void> {
  const then = await counted();
  await expect.poll(counted, { timeout: minutes }).toBeGreaterThan(then);
}

async function comesBack(): Promise<void> {
  await its.window.shows(prompt, 'workstation', 5 * minutes);
  await its.window.run('echo what comes af""ter');
  await its.window.shows(/^what comes after\nlearner@workstation:~\$\s*$/m);
}

let before: { now: number; peak: number };

test('a program that never stops leaves the page at hand, and Ctrl-C is heard', async () => {
  await its.page.getByRole('tab', { name: 'docker-host' }).click();
  await its.window.shows('docker-host:~', 'docker-host');
  await its.page.getByRole('tab', { name: 'workstation' }).click();
  await its.window.ready();
  before = await memory();
  await its.window.run('yes | cat -n');
  await expect.poll(counted, { timeout: minutes }).toBeGreaterThan(1000);
  await its.page.getByRole('button', { name: 'Reset', exact: true }).click();
  await its.page.getByRole('alertdialog').waitFor({ timeout: minutes });
  await its.page.keyboard.press('Escape');
  await its.page.getByRole('alertdialog').waitFor({ state: 'detached', timeout: minutes });
  await goesOn();
  await its.page.getByRole('tab', { name: 'docker-host' }).click();
  await its.window.ready('docker-host');
  await its.window.typeLine('clear; echo other""wise');
  await its.window.shows(/^otherwise$/m, 'docker-host');
  await its.page.getByRole('tab', { name: 'workstation' }).click();
  await its.window.ready();
  await goesOn();
  await its.shot('floods-yes');
  await its.page.keyboard.press('Control+C');
  await comesBack();
});

test('all files of the machine, and one of 100 MB, are said to their end', async () => {
  await its.window.run('sudo find / 2>/dev/null; echo all fou""nd');
  await its.window.shows(/^all found$/m, 'workstation', 5 * minutes);
  await comesBack();
  await its.window.run('yes "$(printf x%.0s {1..79})" | head -c 100000000 >flood; stat -c %s flood');
  await its.window.shows(/^100000000$/m);
  await its.window.run('cat flood; echo all sa""id');
  await its.window.shows(/^all said$/m, 'workstation', 5 * minutes);
  await comesBack();
});

test('in the middle of a file of 100 MB, Ctrl-C is heard too', async () => {
  await its.window.run('cat flood flood flood flood');
  await its.window.shows(/^x{79}$/m);
  await its.page.keyboard.press('Control+C');
  await comesBack();
});

test('of all this the server has kept little', async ({ annotate }) => {
  const { now, peak } = await memory();
  const words = [before.now, before.peak, peak, now].map((mib) => mib.toFixed());
  await annotate(
    `MiB of the server: ${words[0]}, until then at most ${words[1]}; in floods at most ${words[2]}, now ${words[3]}`,
  );
  expect(peak - before.now).toBeLessThan(mostMiB);
});
