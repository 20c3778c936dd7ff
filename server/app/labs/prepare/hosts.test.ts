import { expect, test } from 'vitest';
import { LabWorld } from '../../../testing/lab-world.ts';
import { scenario } from '../../../testing/scenarios.ts';

const files = [
  { from: 'files/listen.conf', to: '/etc/listen.conf' },
  { from: 'files/own', to: '/home/learner/own-{{vars.word}}', mode: '0600', owner: 'learner:learner' },
];
const host = scenario('before-boot', {
  environment: { kind: 'host', hosts: [{ name: 'bare' }, { name: 'box', files }] },
  terminals: [{ id: 'workstation', on: 'workstation' }],
  vars: { word: { value: 'red' } },
});

test('what stands in a host before it boots has the values of the attempt, and is put there again by a reset', async () => {
  const world = new LabWorld();
  world.library.next = {
    loaded: [{ ...host, file: async (path) => `${path} is {{vars.word}}` }],
    broken: [],
  };
  await world.library.reload();
  world.reconciler.start();
  const { id } = await world.start('before-boot');
  await world.settle();
  const seen = () => Object.fromEntries(world.engine.world.machine(id, 'box').files);
  const conf = { content: Buffer.from('files/listen.conf is red'), mode: '0644', uid: 0, gid: 0 };
  const own = { content: Buffer.from('files/own is red'), mode: '0600', uid: 1000, gid: 1000 };
  expect(seen()).toMatchObject({ '/etc/listen.conf': conf, '/home/learner/own-red': own });
  expect(world.engine.world.machine(id, 'bare').files.has('/etc/listen.conf')).toBe(false);
  world.engine.world.machine(id, 'box').files.delete('/etc/listen.conf');
  world.reset(id);
  await world.settle();
  expect(world.state(id)).toBe('ready');
  expect(seen()).toMatchObject({ '/etc/listen.conf': conf, '/home/learner/own-red': own });
  await world.reconciler.close();
});
