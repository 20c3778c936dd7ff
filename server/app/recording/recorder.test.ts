import { describe, expect, test } from 'vitest';
import { cast, kinds, recording, roomy } from '../../testing/recording-trial.ts';
import { settled } from '../../testing/trial-shell.ts';
import { Recorder } from './recorder.ts';

describe('what is recorded', () => {
  test('is the output, its sizes and what happened, with their times, and never what was typed', async () => {
    const { world, recorder, recordings, attempt, lab, open } = await recording();
    const { pty, shell } = await open();
    world.clock.advance(1500);
    pty.say('$ pass');
    await settled();
    shell.input('hunter2');
    shell.resize({ cols: 100, rows: 30 });
    recorder.hintOpened(lab, { task: 'first', index: 0, text: 'It is 1', cost: 1 });
    const report = { run: world.ids.run(), lab, startedAt: 1, endedAt: 2, tasks: [], checks: [] };
    world.bus.publish({
      type: 'grading.done',
      lab,
      report: { ...report, earned: 4, possible: 10, sure: true },
    });
    pty.exit(0);
    await settled();
    await recorder.flush(attempt);
    const { head, events, of } = await cast(recordings, attempt, shell.id);
    expect(head).toMatchObject({ version: 2, width: 80, height: 24, title: 'root@cp' });
    expect(of('o').join('')).toBe('$ pass');
    expect(of('r')).toEqual(['100x30']);
    expect(of('m')).toEqual(['hint 1 of first', 'check: 4 of 10 points']);
    expect(of('i')).toEqual([]);
    expect(events.at(-1)?.[0]).toBeGreaterThanOrEqual(1.5);
    expect(await kinds(recordings, attempt)).toEqual(['opened', 'hint', 'check', 'ended']);
  });

  test('is also the input where the server is told so', async () => {
    const { recorder, recordings, attempt, open } = await recording({ mode: 'with-input' });
    const { shell } = await open();
    shell.input('ls\r');
    await recorder.flush(attempt);
    expect((await cast(recordings, attempt, shell.id)).of('i')).toEqual(['ls\r']);
  });

  test('is nothing where the server is told so', async () => {
    const { recorder, recordings, desk, open } = await recording({ mode: 'off' });
    await open();
    await expect(desk.switch(true)).rejects.toMatchObject({ code: 'recording.off' });
    await recorder.close();
    expect(await recordings.list()).toEqual([]);
    expect(desk.setting()).toMatchObject({ allowed: false, on: false });
  });

  test('keeps a character whole whose bytes come in two pieces', async () => {
    const { recorder, recordings, attempt, open } = await recording();
    const { pty, shell } = await open();
    const bytes = Buffer.from('ü漢');
    for (const part of [bytes.subarray(0, 1), bytes.subarray(1, 3), bytes.subarray(3)]) {
      pty.say(part);
      await settled();
    }
    await recorder.flush(attempt);
    expect((await cast(recordings, attempt, shell.id)).of('o').join('')).toBe('ü漢');
  });

  test('has a reset and the end of the attempt', async () => {
    const { world, recorder, recordings, attempt, lab, open } = await recording();
    await open();
    world.book.move(lab, 'prepare');
    world.book.move(lab, 'ready');
    world.reset(lab);
    world.stop(lab);
    await recorder.close();
    expect(await kinds(recordings, attempt)).toEqual(['opened', 'reset', 'stopped']);
  });
});

describe('the switch', () => {
  test('ends recording at once, and begins again with the screen as it is', async () => {
    const { recorder, recordings, attempt, desk, open } = await recording();
    const { pty, shell } = await open();
    pty.say('before ');
    await settled();
    await desk.switch(false);
    pty.say('secret');
    await settled();
    expect((await cast(recordings, attempt, shell.id)).of('o').join('')).toBe('before ');
    pty.say('\u001b[2J\u001b[Hclean');
    await settled();
    await desk.switch(true);
    await settled();
    await recorder.flush(attempt);
    const { of } = await cast(recordings, attempt, shell.id);
    expect(of('o').join('')).not.toContain('secret');
    expect(of('o').at(-1)?.startsWith('\u001bc')).toBe(true);
    expect(of('o').at(-1)).toContain('clean');
    expect(await kinds(recordings, attempt)).toEqual(['opened', 'off', 'on', 'opened']);
  });

  test('leaves out what has left the screen while it was off', async () => {
    const { recorder, recordings, attempt, desk, open } = await recording();
    const { pty, shell } = await open();
    await desk.switch(false);
    pty.say(`secret${'\r\n'.repeat(30)}on the screen`);
    await settled();
    await desk.switch(true);
    await settled();
    await recorder.flush(attempt);
    const said = (await cast(recordings, attempt, shell.id)).of('o').join('');
    expect(said).toContain('on the screen');
    expect(said).not.toContain('secret');
  });

  test('outlives the server', async () => {
    const { recordings, desk } = await recording();
    await desk.switch(false);
    const later = await recording({ recordings });
    expect(later.desk.setting()).toMatchObject({ allowed: true, on: false });
  });
});

describe('a server that comes back', () => {
  test('goes on in the same files, after a line that was torn', async () => {
    const { world, recorder, recordings, attempt, lab, open } = await recording();
    const { pty, shell } = await open();
    pty.say('one ');
    await settled();
    await recorder.flush(attempt);
    recordings.tear(attempt, shell.id, '[3.5,"o","hal');
    world.clock.advance(10_000);
    const parts = { recordings, store: world.store, clock: world.clock, log: world.log };
    const next = new Recorder({ ...parts, limits: roomy, mode: 'on' });
    await next.start();
    next.opened(shell, { lab, terminal: 'cp', user: 'root' });
    await settled();
    pty.say('two');
    await settled();
    await next.close();
    const { events, of } = await cast(recordings, attempt, shell.id);
    expect(of('o').at(-1)).toContain('two');
    expect(events.at(-1)?.[0]).toBeGreaterThanOrEqual(10);
  });
});

describe('the desk', () => {
  test('shows an attempt as its replay needs it, and gives its files', async () => {
    const { desk, attempt, open } = await recording();
    const { pty, shell } = await open();
    pty.say('hello');
    await settled();
    const view = await desk.view(attempt);
    expect(view).toMatchObject({
      attempt,
      title: 'Scenario cluster',
      shells: [{ shell: shell.id, user: 'root' }],
    });
    expect(view.moments.map(({ kind }) => kind)).toEqual(['opened']);
    expect(await desk.cast(attempt, shell.id)).toContain('hello');
    expect(await desk.list()).toMatchObject([{ attempt, shells: 1 }]);
  });

  test('does not know what was never recorded', async () => {
    const { desk, attempt, world } = await recording();
    await expect(desk.view(attempt)).rejects.toMatchObject({ code: 'recording.not-found' });
    await expect(desk.cast(attempt, world.ids.shell())).rejects.toMatchObject({
      code: 'recording.not-found',
    });
  });

  test('removes what was recorded; what is open is recorded anew', async () => {
    const { recorder, recordings, desk, attempt, open } = await recording();
    const { pty, shell } = await open();
    pty.say('secret');
    await settled();
    pty.say('\u001b[2J\u001b[H\u001b[3J');
    await settled();
    await desk.removeAll();
    await settled();
    pty.say('new');
    await settled();
    await recorder.close();
    const { of } = await cast(recordings, attempt, shell.id);
    expect(of('o').join('')).not.toContain('secret');
    expect(of('o').at(-1)).toBe('new');
  });
});
