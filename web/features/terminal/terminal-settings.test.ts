import { beforeEach, expect, test } from 'vitest';
import { keepSettings, readSettings, usualSettings } from './terminal-settings.ts';

beforeEach(() => localStorage.clear());

test('what is kept is read again', () => {
  keepSettings({ ...usualSettings, palette: 'nord', fontSize: 18, blink: false });
  expect(readSettings()).toMatchObject({ palette: 'nord', fontSize: 18, blink: false });
});

test.each(['{', 'null', '[]', '"nord"'])('%s is no kept setting', (text) => {
  localStorage.setItem('cks-lab.terminal', text);
  expect(readSettings()).toEqual(usualSettings);
});

test('one broken value does not cost the others', () => {
  localStorage.setItem('cks-lab.terminal', '{"palette":"neon","fontSize":900,"cursor":"bar"}');
  expect(readSettings()).toEqual({ ...usualSettings, cursor: 'bar' });
});
