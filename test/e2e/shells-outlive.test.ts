import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { RecordingView } from '#contract/recording.ts';
import { minutes } from './lab-window.ts';
import { RealLab } from './real-lab.ts';

// What a learner loses when the network, the server or the window goes away: nothing. A real lab, a real server, a real browser.

const CastEvent = z.tuple([z.number(), z.string(), z.string()]);
const its = new RealLab('shells');

beforeAll(async () => {
  await its.open();
  await its.start('Read the handshake');
});

test('while the browser is offline, output goes on and what is typed arrives once', async () => {
  await its.window.shows('learner@workstation');
  // Without the terminal's own echo, which may come into the middle of a line of output.
  await its.window.typeLine(
    'clear; stty -echo; for i in $(seq 1 40); do echo "tick $i"; read -t 0.3 x <> <(:); done; stty echo; echo all ti""cked',
  );
  await its.window.shows('tick 3');
  await its.context.setOffline(true);
  await its.window.line().filter({ hasText: 'offline' }).waitFor({ timeout: minutes });
  await its.shot('shells-offline');
  await its.window.typeLine('echo typed off""line');
  await its.context.setOffline(false);
  await its.window.shows('all ticked');
  await its.window.shows(/^typed offline$/m);
  const lines = await its.window.rows();
  const ticks = lines.filter((text) => /^tick \d+$/.test(text));
  expect(ticks).toEqual(Array.from({ length: ticks.length }, (_, n) => `tick ${40 - ticks.length + 1 + n}`));
  expect(lines.filter((text) => text === 'typed offline')).toHaveLength(1);
  await its.window.joined();
});

test('a killed server comes back to the same editor, and nothing that was typed is lost', async () => {
  await its.window.typeLine('clear; vim -n notes.txt');
  await its.window.shows('"notes.txt" [New]');
  await its.page.keyboard.type('iwritten before');
  await its.window.shows('written before');
  await its.kill();
  await its.page.keyboard.type(' and meanwhile');
  await its.up();
  await its.window.shows('written before and meanwhile');
  expect(await its.window.screen()).toContain('~');
  await its.shot('shells-restarted');
  await its.page.keyboard.press('Escape');
  await its.window.typeLine(':wq');
  // What is typed while vim ends, it drops.
  await its.window.shows('learner@workstation');
  await its.window.typeLine('clear; cat notes.txt; echo sa""ved');
  await its.window.shows(/written before and meanwhile\s+saved/);
});

test('a server that is restarted in order shows the same screen', async () => {
  await its.window.typeLine('clear; printf "\\033[31mred\\033[0m and pla""in\\n"');
  await its.window.shows('red and plain');
  await its.ckslab('down');
  await its.up();
  await its.window.joined();
  await its.window.typeLine('echo still h""ere');
  await its.window.shows(/red and plain[\s\S]*still here/);
});

test('a lab that was paused comes back with its files and the history of its shells', async () => {
  await its.page.getByRole('button', { name: 'Pause' }).click();
  await its.page.getByRole('button', { name: 'Pause the lab' }).click();
  const rest = its.page.getByRole('region', { name: 'This lab is paused' });
  await rest.waitFor({ timeout: 2 * minutes });
  expect(await its.ckslab('status')).toMatch(/paused .*kept until/);
  await its.shot('shells-paused');
  await rest.getByRole('button', { name: 'Resume' }).click();
  await its.window.ready();
  await its.window.shows('learner@workstation');
  await its.window.typeLine('clear; cat notes.txt; history | grep "ec""ho still"; echo still h""ere');
  await its.window.shows(/written before and meanwhile[\s\S]*echo still h""ere[\s\S]*still here/);
});

test('two windows share one shell', async () => {
  const second = await its.sameLab(its.context);
  await second.shows('still here');
  await second.typeLine('echo from the sec""ond');
  await second.shows('from the second');
  await its.window.shows('from the second');
  await its.page.bringToFront();
  await its.window.shell().click();
  await its.window.typeLine('exit');
  await its.page.getByText('The shell has ended').waitFor({ timeout: minutes });
  await second.page.getByText('The shell has ended').waitFor({ timeout: minutes });
  await second.page.close();
});

test('the recording of the attempt goes on over all of these servers', async () => {
  const { view, casts } = await its.page.evaluate(async () => {
    const read = async (path: string): Promise<Response> => fetch(path, { headers: { 'x-cks-lab': '1' } });
    const [{ attempt }] = await (await read('/api/recordings')).json();
    const recorded = await (await read(`/api/recordings/${attempt}`)).json();
    const texts = recorded.shells.map(async ({ shell }: { shell: string }) => {
      return (await read(`/api/recordings/${attempt}/${shell}`)).text();
    });
    return { view: recorded as unknown, casts: (await Promise.all(texts)) as string[] };
  });
  const { moments } = RecordingView.parse(view);
  expect(moments.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['opened', 'paused', 'resumed', 'ended']),
  );
  const tracks = casts.map((text) =>
    text
      .trim()
      .split('\n')
      .slice(1)
      .map((one) => CastEvent.parse(JSON.parse(one))),
  );
  for (const track of tracks) {
    const times = track.map(([at]) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
  // The shell of the first server, of the one after it was killed, and of the one after that.
  const said = tracks.map((track) => track.map(([, kind, data]) => (kind === 'o' ? data : '')).join(''));
  const first = said.find((text) => text.includes('all ticked'));
  expect(first).toContain('written before and meanwhile');
  expect(first).toContain('still here');
  expect(said.some((text) => text.includes('from the second'))).toBe(true);
});
