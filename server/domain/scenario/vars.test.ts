import { expect, test } from 'vitest';
import { drawVars } from './draw-vars.ts';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { secretValues, shownVars } from './shown-vars.ts';
import { blank, fill, fillAll } from './template.ts';

const specs = {
  fixed: { value: 'same' },
  word: { pick: ['red', 'blue', 'green'] },
  marker: { hex: 8 },
  front: { port: [30_000, 30_001] as [number, number] },
  back: { port: [30_000, 30_001] as [number, number] },
};

test('the same seed draws the same values, another seed others', () => {
  expect(drawVars(specs, 'a')).toEqual(drawVars(specs, 'a'));
  expect(drawVars(specs, 'a')['marker']).not.toBe(drawVars(specs, 'b')['marker']);
});

test('a value does not depend on the other variables of the scenario', () => {
  expect(drawVars({ marker: specs.marker }, 'a')['marker']).toBe(drawVars(specs, 'a')['marker']);
});

test('values have the shape that was asked for, and two ports never meet', () => {
  for (const seed of ['a', 'b', 'c', 'd', 'e']) {
    const vars = drawVars(specs, seed);
    expect(vars['fixed']).toBe('same');
    expect(specs.word.pick).toContain(vars['word']);
    expect(vars['marker']).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set([vars['front'], vars['back']])).toEqual(new Set(['30000', '30001']));
  }
});

test('every text of a structure is filled in, keys and other values stay', () => {
  const filled = fillAll({ '{{vars.a}}': ['{{vars.a}}-{{ vars.b }}', 1, null] }, { a: 'x', b: 'y' });
  expect(filled).toEqual({ '{{vars.a}}': ['x-y', 1, null] });
});

test('a name without a value is an error, also when every object has such a property', () => {
  expect(() => fill('{{vars.nope}}', {})).toThrow(/vars\.nope/);
  expect(() => fill('{{vars.constructor}}', {})).toThrow(/vars\.constructor/);
});

test('the catalogue shows no value', () => {
  expect(blank('port {{vars.port}}')).toBe('port …');
});

test('only values that a prompt names are shown; random ones that none names are secret', () => {
  const scenario = sampleScenario();
  const vars = drawVars(scenario.vars, 's');
  expect(Object.keys(shownVars(scenario, vars))).toEqual(['word']);
  expect(secretValues(scenario, vars)).toEqual([vars['marker']]);
});
