import { describe, expect, test } from 'vitest';
import { reportAt, shownMoments } from './moments.ts';
import { Player, type PlayerTime } from './player.ts';

class ManualTime implements PlayerTime {
  at = 0;
  #run: (() => void) | undefined;

  now(): number {
    return this.at;
  }

  frame(run: () => void): () => void {
    this.#run = run;
    return () => (this.#run = undefined);
  }

  pass(ms: number): void {
    this.at += ms;
    const run = this.#run;
    this.#run = undefined;
    run?.();
  }
}

describe('the player', () => {
  const times = [1000, 2000, 62_000, 63_000];
  const make = () => {
    const time = new ManualTime();
    return { time, player: new Player(times, time) };
  };

  test('plays at its speed, shortens pauses and stops at the end', () => {
    const { time, player } = make();
    expect(player.state()).toMatchObject({ playing: false, position: 0, length: 4000 });
    player.play();
    time.pass(500);
    expect(player.moment).toBe(1500);
    player.setSpeed(4);
    time.pass(500);
    expect(player.state().position).toBe(2500);
    time.pass(1000);
    expect(player.state()).toMatchObject({ playing: false, position: 4000 });
    player.play();
    expect(player.state()).toMatchObject({ playing: true, position: 0 });
  });

  test('stands still while it is paused', () => {
    const { time, player } = make();
    player.toggle();
    time.pass(300);
    player.toggle();
    time.pass(5000);
    expect(player.state().position).toBe(300);
    player.toggle();
    time.pass(100);
    expect(player.state().position).toBe(400);
  });

  test('seeks within its bounds', () => {
    const { player } = make();
    player.skip(-5000);
    expect(player.state().position).toBe(0);
    player.seekMoment(62_000);
    expect(player.state().position).toBe(3000);
    player.skip(60_000);
    expect(player.state().position).toBe(4000);
  });

  test('steps from moment to moment and pauses for it', () => {
    const { time, player } = make();
    player.play();
    time.pass(100);
    player.step(times, 1);
    expect([player.moment, player.state().playing]).toEqual([2000, false]);
    player.step(times, 1);
    expect(player.moment).toBe(62_000);
    player.step(times, -1);
    player.step(times, -1);
    player.step(times, -1);
    expect(player.moment).toBe(1000);
  });

  test('keeps its moment when pauses are shown in full', () => {
    const { player } = make();
    player.seekMoment(62_500);
    player.setCutsPauses(false);
    expect(player.state()).toMatchObject({ length: 62_000, position: 61_500 });
    expect(player.moment).toBe(62_500);
  });

  test('has a slowest and a fastest speed', () => {
    const { player } = make();
    for (let n = 0; n < 9; n += 1) player.changeSpeed(1);
    expect(player.state().speed).toBe(8);
    for (let n = 0; n < 9; n += 1) player.changeSpeed(-1);
    expect(player.state().speed).toBe(0.5);
  });
});

describe('moments', () => {
  const report = { earned: 4, possible: 10 } as never;
  const moments = [
    { kind: 'opened', at: 1, shell: 'sh-a' as never, terminal: 'cp', user: 'root' },
    { kind: 'check', at: 2, report },
    { kind: 'hint', at: 3, task: 'one', index: 0 },
    { kind: 'reset', at: 4 },
  ] as const;

  test('are told in words, with the titles of tasks', () => {
    const words = shownMoments({ moments: [...moments], tasks: [{ task: 'one', title: 'First' }] });
    expect(words.map(({ words: text }) => text)).toEqual([
      'Checked: 4 of 10 points',
      'Hint 1 of “First”',
      'Lab reset',
    ]);
  });

  test('say which report was the newest', () => {
    expect([1, 2, 3, 4].map((at) => reportAt(moments, at) === report)).toEqual([false, true, true, false]);
  });
});
