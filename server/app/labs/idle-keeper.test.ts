import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryTerminalHost } from '#adapters/memory/terminal-host.ts';
import type { LabId } from '#contract/ids.ts';
import { LabWorld } from '../../testing/lab-world.ts';
import { extendLab } from './extend-lab.ts';

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

describe('a lab that nobody uses', () => {
  const minutes = (n: number): Promise<void> => {
    world.clock.advance(n * 60_000);
    return world.settle(2);
  };

  test('is warned of its end, and then removed', async () => {
    world.reconciler.start();
    const id = await readyLab();
    await minutes(45);
    expect(world.book.view(world.book.get(id)).idleEndsAt).toBeUndefined();
    await minutes(10);
    expect(world.book.view(world.book.get(id)).idleEndsAt).toBeGreaterThan(world.clock.now());
    await minutes(10);
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
    expect(world.book.view(world.book.get(id)).idleEndsAt).toBeDefined();
    pty.write('l', { writer: 'somebody', seq: 1 });
    expect(world.book.view(world.book.get(id)).idleEndsAt).toBeUndefined();
    await minutes(55);
    expect(
      extendLab({ book: world.book, used: (lab) => world.idle.used(lab) }, id).idleEndsAt,
    ).toBeUndefined();
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
