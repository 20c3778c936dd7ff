import { expect, test } from 'vitest';
import { parseAs } from './parse-as.ts';

test('sections of keys; what stands more than once is a list', () => {
  const text =
    'top = 1\n# note\n[Service]\nExecStart=\nExecStart=/bin/a --b=c\n; note\nUser: ann\n[Service]\nNice=5\n';
  expect(parseAs('ini', text)).toEqual({
    value: { top: '1', Service: { ExecStart: ['', '/bin/a --b=c'], User: 'ann', Nice: '5' } },
  });
});

test('what cannot be read says why in one line', () => {
  expect(parseAs('ini', '[a]\nnothing\n')).toEqual({
    error: 'line 2 is neither a section nor a key with a value',
  });
  expect(parseAs('json', '{').error).toMatch(/JSON/);
  expect(parseAs('yaml', 'a: [\n').error).not.toContain('\n');
});

test('TOML: tables, lists of tables, and dates as texts', () => {
  const text = 'version = 2\nat = 2026-01-02T03:04:05Z\n[plugins."io.x".tls]\nca = "/a"\n[[m]]\non = true\n';
  expect(parseAs('toml', text)).toEqual({
    value: {
      version: 2,
      at: '2026-01-02T03:04:05.000Z',
      plugins: { 'io.x': { tls: { ca: '/a' } } },
      m: [{ on: true }],
    },
  });
  expect(parseAs('toml', 'a = 1\na = 2\n').error).toMatch(/redefine|already|duplicate/i);
  expect(parseAs('toml', 'a = \n').error).not.toContain('\n');
});
