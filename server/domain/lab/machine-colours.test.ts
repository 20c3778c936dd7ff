import { expect, test } from 'vitest';
import { MachineColour } from '#contract/lab.ts';
import { machineColours } from './machine-colours.ts';

test('the workstation is green, and neighbours differ', () => {
  const colour = machineColours(['workstation', 'cp', 'worker']);
  expect(['workstation', 'cp', 'worker'].map(colour)).toEqual(['green', 'magenta', 'cyan']);
});

test('a lab with more machines than colours begins again', () => {
  const many = ['workstation', ...Array.from({ length: 8 }, (_, n) => `host${n}`)];
  const colours = many.map(machineColours(many));
  expect(new Set(colours.slice(0, MachineColour.options.length)).size).toBe(MachineColour.options.length);
  expect(colours[MachineColour.options.length]).toBe('green');
});
