import { expect, test } from 'vitest';
import { allowances } from './allowances.ts';

test('in practice the page helps with everything', () => {
  expect(allowances('practice', { editor: true })).toEqual({
    run: true,
    files: true,
    editor: true,
    services: true,
  });
});

test('the editor alone can be switched off', () => {
  expect(allowances('practice', { editor: false })).toEqual({
    run: true,
    files: true,
    editor: false,
    services: true,
  });
});

test('in an exam nothing is done for the learner, whatever is switched on', () => {
  const allowed = Object.values(allowances('exam', { editor: true }));
  expect(allowed).toEqual([false, false, false, false]);
});
