import { expect, test } from 'vitest';
import { phasesOf } from './phases.ts';

test('events of one step become one line with its notes, its progress and its end', () => {
  const common = { id: 'nodes', title: 'Start the nodes' };
  const phases = phasesOf([
    { ...common, at: 10, phase: 'begin' },
    { ...common, at: 12, phase: 'note', text: 'first runs' },
    { ...common, at: 14, phase: 'progress', done: 1, total: 2 },
    { id: 'setup', title: 'Set up', at: 15, phase: 'begin' },
    { ...common, at: 20, phase: 'end', ok: false },
  ]);
  expect(phases).toEqual([
    {
      ...common,
      state: 'failed',
      startedAt: 10,
      endedAt: 20,
      notes: ['first runs'],
      progress: { done: 1, total: 2 },
    },
    { id: 'setup', title: 'Set up', state: 'running', startedAt: 15, notes: [] },
  ]);
});
