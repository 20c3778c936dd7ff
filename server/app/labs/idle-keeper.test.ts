import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryTerminalHost } from '#adapters/memory/terminal-host.ts';
import type { LabId } from '#contract/ids.ts';
import { LabWorld } from '../../testing/lab-world.ts';

let world: LabWorld;
beforeEach(() => {
  world = new LabWorld();
});
afterEach(() => world.reconciler.close());

async function readyLab(): Promise<LabId> {
  const { id } = await world.start();
  await world.settle();
  expect(world.state(id)).toBe('ready');
  return id;
}

const minutes = (n: number): Promise<void> => {
  world.clock.advance(n * 60_000);
  return world.settle(2);
};
const view = (id: LabId) => world.book.view(world.book.get(id));
const days = (n: number): number => n * 24 * 60;

describe('a lab that nobody uses', () => {
  test('is warned, paused, kept, and removed when it has rested for long', async () => {
    world.reconciler.start();
    const id = await readyLab();
    await minutes(45);
    expect(view(id).idleEndsAt).toBeUndefined();
    await minutes(10);
    expect(view(id).idleEndsAt).toBeGreaterThan(world.clock.now());
    await minutes(10);
    await world.settle();
    expect(view(id)).toMatchObject({ state: 'paused', keptUntil: expect.any(Number) });
    expect(view(id).idleEndsAt).toBeUndefined();
    await minutes(days(6));
    expect(world.state(id)).toBe('paused');
    await minutes(days(1) + 1);
    await world.settle();
    expect(world.state(id)).toBe('gone');
  });

  test('is removed where it has failed: nothing of it could rest', async () => {
    world.reconciler.start();
    const id = await readyLab();
    world.engine.lose(id, 'worker');
    await world.settle(6);
    expect(world.state(id)).toBe('failed');
    await minutes(65);
    await world.settle();
    expect(world.state(id)).toBe('gone');
  });

  test('stays while somebody types, and a click takes the warning back', async () => {
    world.reconciler.start();
    const id = await readyLab();
    const terminals = world.idle.watch(new MemoryTerminalHost(world.engine.world));
    const size = { cols: 80, rows: 24 };
    const pty = await terminals.open(
      id,
      'workstation',
      { id: new CountingIds().shell(), user: 'root', ...size },
      new AbortController().signal,
    );
    pty.onData(() => undefined);
    await minutes(55);
    expect(view(id).idleEndsAt).toBeDefined();
    pty.write('l', { writer: 'somebody', seq: 1 });
    expect(view(id).idleEndsAt).toBeUndefined();
    await minutes(55);
    expect(world.extend(id).idleEndsAt).toBeUndefined();
    await minutes(45);
    expect(world.state(id)).toBe('ready');
    await pty.kill();
  });

  test('gets its whole time again when the server comes back: no lab ends unwarned', async () => {
    world.reconciler.start();
    const id = await readyLab();
    await minutes(55);
    world.idle.look([]);
    await minutes(20);
    expect(world.state(id)).toBe('ready');
  });
});

describe('a paused lab', () => {
  async function pausedLab(): Promise<LabId> {
    const id = await readyLab();
    world.pause(id);
    await world.settle();
    expect(world.state(id)).toBe('paused');
    return id;
  }

  test('is kept for its whole time again when somebody asks for that', async () => {
    world.reconciler.start();
    const id = await pausedLab();
    await minutes(days(6));
    const before = view(id).keptUntil ?? 0;
    expect(world.extend(id).keptUntil).toBeGreaterThan(before);
    await minutes(days(2));
    expect(world.state(id)).toBe('paused');
  });

  test('whose time passed while no server ran is kept for another day, and says so', async () => {
    world.reconciler.start();
    const id = await pausedLab();
    await world.reconciler.close();
    world.clock.advance(days(30) * 60_000);
    world.idle.look([]);
    await world.crash();
    await world.settle();
    expect(view(id)).toMatchObject({ state: 'paused' });
    expect(view(id).keptUntil).toBeGreaterThan(world.clock.now());
    await minutes(days(1) + 1);
    await world.settle();
    expect(world.state(id)).toBe('gone');
  });
});
