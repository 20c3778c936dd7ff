import { expect, test } from 'vitest';
import { plainLine } from './plain-line.ts';

test.each([
  ['• Preparing nodes 📦 📦  ...', 'Preparing nodes ...'],
  ['✓ Starting control-plane 🕹️', 'Starting control-plane'],
  ['✗ Joining worker nodes 🚜', 'Joining worker nodes'],
  [
    'Ensuring node image (cks-lab/node:1ebbc6b4a530) 🖼 ...',
    'Ensuring node image (cks-lab/node:1ebbc6b4a530) ...',
  ],
  ['ERROR: failed to create cluster: 3 of 4', 'ERROR: failed to create cluster: 3 of 4'],
])('%s is shown as %s', (line, shown) => {
  expect(plainLine(line)).toBe(shown);
});
