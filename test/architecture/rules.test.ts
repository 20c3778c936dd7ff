import { expect, test } from 'vitest';
import { findCycle } from './cycles.ts';
import { layerOf, mayImport } from './layers.ts';

test('a circle of imports is found and shown', () => {
  const files = (path: string, ...to: string[]) => ({ path, files: to });
  expect(findCycle([files('a', 'b', 'c'), files('b', 'c'), files('c')])).toBeUndefined();
  expect(findCycle([files('a', 'b'), files('b', 'c'), files('c', 'b')])).toBe('b → c → b');
});

test.each([
  ['server/domain/fault.ts', 'server/ports/clock.ts', false],
  ['server/app/labs/start-lab.ts', 'server/adapters/docker/engine.ts', false],
  ['server/http/app.ts', 'server/realtime/labs.ts', false],
  ['server/adapters/kind/kubectl.ts', 'server/app/labs/gradings.ts', false],
  ['web/app/App.tsx', 'server/domain/fault.ts', false],
  ['web/app/App.tsx', 'server/contract/api.ts', true],
  ['server/main.ts', 'server/adapters/docker/engine.ts', true],
  ['server/app/labs/start-lab.ts', 'server/domain/fault.ts', true],
])('%s may import %s: %s', (from, to, allowed) => {
  expect(mayImport(layerOf(from), layerOf(to))).toBe(allowed);
});
