import { expect, test } from 'vitest';
import { MemoryMachines } from '#adapters/memory/machines.ts';
import { MemoryWorld } from '#adapters/memory/machines-world.ts';
import { LabId } from '#contract/ids.ts';
import { ShellHistory } from './shell-history.ts';

const signal = new AbortController().signal;
const lab = (letter: string) => LabId.parse(`lab-${letter.repeat(8)}`);
const path = '/home/learner/.bash_history';

function labs(text: string) {
  const world = new MemoryWorld();
  const history = new ShellHistory(new MemoryMachines(world));
  world.programs.set('/usr/bin/tail', async () => ({ exit: text === '' ? 1 : 0, stdout: text, stderr: '' }));
  const make = (id: LabId): void => {
    world.lab(id).network = true;
    world.addMachine(id, { name: 'workstation', role: 'workstation', image: 'x' });
  };
  const read = (id: LabId) => world.machine(id, 'workstation').files.get(path);
  const remove = (id: LabId) => new MemoryMachines(world).destroy(id, signal);
  return { history, make, read, remove };
}

async function reset(id: LabId, { history, make, remove }: ReturnType<typeof labs>): Promise<void> {
  await history.take(id, signal);
  await remove(id);
  make(id);
  await history.give(id, signal);
}

test('what was typed is there after a reset, as the learner’s own file', async () => {
  const world = labs('k get pods\nk delete ns shop\n');
  world.make(lab('a'));
  await reset(lab('a'), world);
  expect(world.read(lab('a'))).toMatchObject({
    content: Buffer.from('k get pods\nk delete ns shop\n'),
    mode: '0600',
    uid: 1000,
  });
});

test('no other lab gets it, and the same lab only once', async () => {
  const world = labs('secret\n');
  world.make(lab('a'));
  world.make(lab('b'));
  await world.history.take(lab('a'), signal);
  await world.history.give(lab('b'), signal);
  expect(world.read(lab('b'))).toBeUndefined();
  await world.history.give(lab('a'), signal);
  await world.remove(lab('a'));
  world.make(lab('a'));
  await world.history.give(lab('a'), signal);
  expect(world.read(lab('a'))).toBeUndefined();
});

test('a lab without a workstation, or without history, is made all the same', async () => {
  const world = labs('');
  await world.history.take(lab('a'), signal);
  world.make(lab('a'));
  await reset(lab('a'), world);
  expect(world.read(lab('a'))).toBeUndefined();
});

test('a long history loses its beginning, and no half line stays', async () => {
  const world = labs(`f\n${'kubectl get pods -A\n'.repeat(20_000)}`.slice(0, 256 * 1024));
  world.make(lab('a'));
  await reset(lab('a'), world);
  const content = world.read(lab('a'))?.content ?? '';
  expect(String(content).startsWith('kubectl get pods -A\n')).toBe(true);
});

test('a stop is not taken for a missing history', async () => {
  const world = labs('x\n');
  world.make(lab('a'));
  await expect(world.history.take(lab('a'), AbortSignal.abort(new Error('stop')))).rejects.toThrow();
});
