import { expect, test } from 'vitest';
import { nextScenario } from './next-scenario.ts';

const known = (id: string, solved = false) => ({ id, domain: id.slice(0, 2), solved });

test('the next unsolved one of the domain comes next', () => {
  const all = [known('cs1'), known('cs2', true), known('cs3', true), known('cs4'), known('sh1')];
  expect(nextScenario(all, 'cs2')).toBe('cs4');
});

test('then what the domain has left before it, then any other, then none', () => {
  expect(nextScenario([known('cs1'), known('cs2', true), known('sh1')], 'cs2')).toBe('cs1');
  expect(nextScenario([known('cs1', true), known('cs2', true), known('sh1')], 'cs2')).toBe('sh1');
  expect(nextScenario([known('cs1', true), known('cs2', true)], 'cs2')).toBeUndefined();
});

test('after one that is no longer there, whatever is unsolved', () => {
  expect(nextScenario([known('cs1', true), known('cs2')], 'xx')).toBe('cs2');
});
