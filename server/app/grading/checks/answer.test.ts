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

test('a set or JSON that is right in part earns that part, and no more than the best of several spellings', async () => {
  const set = { as: 'set', equals: ['api', 'db', 'web'] };
  expect(await look('web db', set)).toMatchObject({
    verdict: 'fail',
    found: '“web db”, which is right in part',
    share: 2 / 3,
  });
  expect((await look('web db more', set)).share).toBe(0.5);
  expect((await look('{"a":1}', { as: 'json', equals: '{"a":1,"b":2}' })).share).toBe(0.5);
  expect((await look('a b', { as: 'set', equalsOneOf: ['x y', 'a c', 'a b c d'] })).share).toBe(0.5);
});

test('nothing is earned in part by what is secret, must match a pattern, is no such thing or has no parts', async () => {
  const set = { as: 'set', equals: ['api', 'db'] };
  expect((await look('api', { ...set, secret: true })).share).toBeUndefined();
  expect((await look('api', { ...set, matches: '^api db$' })).share).toBe(0);
  expect((await look('{', { as: 'json', equals: '1' })).share).toBe(0);
  expect((await look('4', { as: 'number', equals: '42' })).share).toBe(0);
});
