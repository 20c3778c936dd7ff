import { beforeEach, expect, test } from 'vitest';
import { keepSettings, readSettings, usualSettings } from './terminal-settings.ts';

beforeEach(() => localStorage.clear());

test('what is kept is read again', () => {
  keepSettings({ ...usualSettings, palette: 'nord', font: 'system', fontSize: 18, liftFaint: false });
  expect(readSettings()).toMatchObject({ palette: 'nord', font: 'system', fontSize: 18, liftFaint: false });
});

test.each(['{', 'null', '[]', '"nord"'])('%s is no kept setting', (text) => {
  localStorage.setItem('cks-lab.terminal', text);
  expect(readSettings()).toEqual(usualSettings);
});

test('what was kept before there was a choice of fonts is still valid', () => {
  localStorage.setItem('cks-lab.terminal', '{"palette":"nord","fontSize":18}');
  expect(readSettings()).toEqual({ ...usualSettings, palette: 'nord', fontSize: 18 });
  expect(usualSettings).toMatchObject({ font: 'jetbrains-mono', liftFaint: true });
});

test('one broken value does not cost the others', () => {
  localStorage.setItem('cks-lab.terminal', '{"palette":"neon","font":"comic","fontSize":900,"cursor":"bar"}');
  expect(readSettings()).toEqual({ ...usualSettings, cursor: 'bar' });
});
