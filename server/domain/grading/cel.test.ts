import { expect, test } from 'vitest';
import { evaluate, syntaxFault } from './cel.ts';

const truth = (expression: string, self: unknown) => evaluate(expression, { self });

test('whole numbers of JSON are ints, others doubles', () => {
  expect(truth('self.a + 1 == 3 && self.a in [1, 2]', { a: 2 })).toEqual({ value: true });
  expect(truth('self.a > 1.2', { a: 1.5 })).toEqual({ value: true });
  expect(truth('self.a * 2', { a: 21 })).toEqual({ value: 42 });
});

test('a missing field is an error with a reason in one line', () => {
  expect(truth('self.spec.replicas == 1', {})).toEqual({ error: 'No such key: spec' });
});

test('what JavaScript adds to every object is not there', () => {
  expect(truth('self.constructor', {})).toHaveProperty('error');
});

test('objects and lists come back as JSON', () => {
  expect(truth("{'n': self.list.map(x, x.p)}", { list: [{ p: 1 }, { p: 2 }] })).toEqual({
    value: { n: [1, 2] },
  });
});

test('an expression that cannot be read has a fault', () => {
  expect(syntaxFault('self.a ==')).toBe('Unexpected token: EOF');
  expect(syntaxFault('self.a == 1')).toBeUndefined();
});
