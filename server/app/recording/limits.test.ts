import { describe, expect, test } from 'vitest';
import { MemoryRecordings } from '#adapters/memory/recordings.ts';
import type { AttemptId } from '#contract/ids.ts';
import { cast, kinds, recording, roomy } from '../../testing/recording-trial.ts';
import { soon } from '../../testing/soon.ts';
import { settled } from '../../testing/trial-shell.ts';

describe('limits', () => {
  test('a flood leaves out its middle, says so, and goes on with the screen as it is', async () => {
    const { world, recorder, recordings, attempt, open } = await recording({
      limits: { ...roomy, perShell: 1e8 },
    });
    const { pty, shell } = await open();
    for (let said = 0; said < 4_000_000; ) {
      said += await pty.flood(4_000_000 - said);
      await settled();
    }
    pty.say('\r\nafter the flood');
    await settled();
    // A look that sees the last of the flood, one that sees that it is over, and as many as the drawing of it takes.
    const { of } = await soon(async () => {
      world.clock.advance(500);
      await settled();
      await recorder.flush(attempt);
      const now = await cast(recordings, attempt, shell.id);
      expect(now.of('m').join()).toMatch(/^\d+ bytes of output are left out here$/);
      expect(now.of('o').at(-1)).toContain('after the flood');
      return now;
    });
    expect(of('o').join('').length).toBeLessThan(2_000_000);
  });

  test('a shell that is too long ends in its file, and the others go on', async () => {
    const { recorder, recordings, attempt, open } = await recording({
      limits: { ...roomy, perShell: 2000 },
    });
    const [long, short] = [await open(), await open()];
    long.pty.say('x'.repeat(3000));
    short.pty.say('here');
    await settled();
    await recorder.flush(attempt);
    expect((await cast(recordings, attempt, long.shell.id)).of('m')).toEqual([
      'the recording ends here: it is as large as it may be',
    ]);
    expect((await cast(recordings, attempt, short.shell.id)).of('o')).toEqual(['here']);
    expect(await kinds(recordings, attempt)).toEqual(['opened', 'opened', 'cut']);
  });

  test('an attempt that is too large ends as a whole, once', async () => {
    const { recorder, recordings, attempt, open } = await recording({
      limits: { ...roomy, perAttempt: 2000 },
    });
    const { pty } = await open();
    for (let n = 0; n < 4; n += 1) {
      pty.say('x'.repeat(1000));
      await settled();
    }
    await open();
    await recorder.close();
    expect(await kinds(recordings, attempt)).toEqual(['opened', 'cut']);
    expect((await recordings.list())[0]?.bytes).toBeLessThan(4000);
  });

  test('the oldest attempt goes when there is no more room, and not the one that runs', async () => {
    const recordings = new MemoryRecordings();
    const old = 'att-aaaaaaaaaaa7' as AttemptId;
    await recordings.open(old, 'timeline');
    await recordings.append(old, 'timeline', `${'x'.repeat(4000)}\n`);
    const { recorder, attempt, open } = await recording({
      recordings,
      limits: { ...roomy, all: 5000 },
    });
    const { pty } = await open();
    pty.say('y'.repeat(2000));
    await settled();
    await recorder.close();
    expect((await recordings.list()).map((stored) => stored.attempt)).toEqual([attempt]);
  });

  test('a full disk ends the recording and nothing else', async () => {
    const { world, recorder, recordings, open } = await recording();
    const { pty, shell } = await open();
    recordings.full = true;
    pty.say('lost');
    await settled();
    shell.input('x');
    await recorder.close();
    expect(pty.written).toEqual(['x']);
    expect(world.log.entries.map(({ text }) => text)).toContain('recording could not be stored');
  });
});
