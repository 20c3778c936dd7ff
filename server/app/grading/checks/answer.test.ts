import { expect, test } from 'vitest';
import { TestLab } from '../../../testing/test-lab.ts';

const written = (content: string): TestLab => {
  const lab = new TestLab();
  lab.sees = () => ({ kind: 'file', exists: true, type: 'file', content });
  return lab;
};
const look = (content: string, more: object) =>
  written(content).look({ type: 'answer', file: '/a', ...more });

test('a number, a set, lines and JSON are compared as what they are', async () => {
  const right: [string, object][] = [
    ['042\n', { as: 'number', equals: '42' }],
    ['web, db\napi', { as: 'set', equals: ['api', 'db', 'web'] }],
    [' api \n\ndb\n', { as: 'lines', equals: ['api', 'db'] }],
    ['{"b":1, "a":[2]}', { as: 'json', equals: '{"a":[2],"b":1}' }],
    ['TLSv1.2', { equalsOneOf: ['TLS 1.2', 'TLSv1.2'] }],
  ];
  for (const [content, more] of right) expect((await look(content, more)).verdict).toBe('pass');
  const wrong: [string, object][] = [
    ['43', { as: 'number', equals: '42' }],
    ['web db', { as: 'set', equals: ['api', 'db', 'web'] }],
    ['web db api more', { as: 'set', equals: ['api', 'db', 'web'] }],
    ['db\napi', { as: 'lines', equals: ['api', 'db'] }],
    ['{"a":[2]}', { as: 'json', equals: '{"a":[2],"b":1}' }],
    ['TLS1.2', { equalsOneOf: ['TLS 1.2', 'TLSv1.2'] }],
  ];
  for (const [content, more] of wrong) expect((await look(content, more)).verdict).toBe('fail');
});

test('an answer that is no such thing says so, unless it is secret', async () => {
  expect((await look('many', { as: 'number', equals: '4' })).found).toBe('“many”, which is not a number');
  expect((await look('{', { as: 'json', equals: '1' })).found).toBe('“{”, which is not JSON');
  expect((await look('{', { as: 'json', equals: '1', secret: true })).found).toBe('does not match');
});

test('a file that cannot be read is unknown', async () => {
  expect((await new TestLab().look({ type: 'answer', file: '/a', equals: 'x' })).verdict).toBe('unknown');
});
