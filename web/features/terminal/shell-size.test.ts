import { describe, expect, test } from 'vitest';
import { setUp, shell } from './shell-trial.ts';

describe('the size of a shell', () => {
  test('is said once, and not back to who has told it', () => {
    const { line, link, followed } = setUp();
    link.open();
    line.opened('', 1);
    link.resize({ cols: 80, rows: 24 });
    link.resize({ cols: 100, rows: 30 });
    link.resize({ cols: 100, rows: 30 });
    expect(line.count('shell.resize')).toBe(1);
    line.hear('shell.resized', shell, 60, 20);
    link.resize({ cols: 60, rows: 20 });
    expect([followed, line.count('shell.resize')]).toEqual([['60x20'], 1]);
    link.resize({ cols: 100, rows: 30 });
    expect(line.count('shell.resize')).toBe(2);
    line.hear('shell.resized', 'sh-bbbbbbbbbbbb', 1, 1);
    expect(followed).toEqual(['60x20']);
  });

  test('is that in which its screen is drawn, whatever has become of the window since', () => {
    const { line, link, place, drawnAt } = setUp();
    link.open();
    place.rows = 23;
    line.opened('24 rows', 1);
    expect(drawnAt()).toBe('80x24');
  });

  test('that changes while the shell is opened is said when it is open', () => {
    const { line, link, place } = setUp();
    link.open();
    place.cols = 100;
    link.resize(place);
    expect(line.count('shell.resize')).toBe(0);
    line.opened('', 1);
    expect(line.sent.at(-1)).toEqual(['shell.resize', { shell, cols: 100, rows: 24 }]);
  });
});
