import { expect, test } from 'vitest';
import { Pods, standing } from './fresh.ts';

const began = Date.parse('2026-03-01T12:00:00Z');
const before = '2026-02-01T08:00:00Z';
const after = '2026-03-01T12:00:07Z';

const running = (startedAt: string) => ({ state: { running: { startedAt } } });
const ready = (status: string, lastTransitionTime: string) => [{ type: 'Ready', status, lastTransitionTime }];

test.each([
  ['that became Ready since', { conditions: ready('True', after) }, {}, 'back'],
  [
    'whose containers began anew and that never looked unready',
    { conditions: ready('True', before), containerStatuses: [running(after), running(after)] },
    {},
    'back',
  ],
  [
    'of which nothing was heard since',
    { conditions: ready('True', before), containerStatuses: [running(before)] },
    {},
    'away',
  ],
  [
    'with one container that has not begun anew',
    { conditions: ready('True', before), containerStatuses: [running(after), { state: {} }] },
    {},
    'away',
  ],
  ['that is unready since', { conditions: ready('False', after) }, {}, 'away'],
  ['that was unready before', { conditions: ready('False', before) }, {}, 'apart'],
  ['that nobody has placed yet', { conditions: [] }, {}, 'apart'],
  ['that has ended', { phase: 'Succeeded', conditions: ready('False', after) }, {}, 'apart'],
  ['that is being removed', { conditions: ready('True', before) }, { deletionTimestamp: after }, 'apart'],
  [
    'of the kubelet itself',
    { conditions: ready('False', after) },
    { annotations: { 'kubernetes.io/config.mirror': 'x' } },
    'apart',
  ],
])('a Pod %s', (_, status, metadata, expected) => {
  const item = { metadata: { name: 'one', namespace: 'shop', ...metadata }, status };
  const [pod] = Pods.parse({ items: [item] }).items;
  expect(pod && standing(pod, began)).toBe(expected);
});
