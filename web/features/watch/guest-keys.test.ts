import { expect, test } from 'vitest';
import { GuestKeys } from './guest-keys.ts';

test('a guest types by the keyboard and by the key bar; Ctrl is held for one key', () => {
  const keys = new GuestKeys();
  const sent: string[] = [];
  let [focused, told] = [0, 0];
  const terminal = {
    applicationCursorKeys: false,
    focus: () => void (focused += 1),
  };
  keys.press('\t');
  keys.serve(terminal, (data) => sent.push(data));
  keys.subscribe(() => void (told += 1));
  keys.press('\u001b[A');
  terminal.applicationCursorKeys = true;
  keys.press('\u001b[A');
  keys.holdCtrl(true);
  expect(keys.ctrlHeld()).toBe(true);
  keys.typed('c');
  keys.typed('c');
  expect(sent).toEqual(['\u001b[A', '\u001bOA', '\u0003', 'c']);
  expect([focused, told]).toEqual([3, 2]);
});
