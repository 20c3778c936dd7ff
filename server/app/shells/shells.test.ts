import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryShellStore } from '#adapters/memory/shell-store.ts';
import { MemoryTerminalHost } from '#adapters/memory/terminal-host.ts';
import type { ShellOpened } from '#contract/events.ts';
import type { LabId } from '#contract/ids.ts';
import { DrawnViewer } from '../../testing/drawn-viewer.ts';
import { LabWorld } from '../../testing/lab-world.ts';
import { soon } from '../../testing/soon.ts';
import { Shells } from './shells.ts';

const writer = 'abcdefghijklmnop';
let world: LabWorld;
let store: MemoryShellStore;
let lab: LabId;
let servers: Shells[];
beforeEach(async () => {
  world = new LabWorld();
  store = new MemoryShellStore();
  servers = [];
  world.reconciler.start();
  lab = (await world.start()).id;
  await world.settle(20);
  expect(world.state(lab)).toBe('ready');
});
afterEach(async () => {
  for (const server of servers) await server.endLab(lab);
  await world.reconciler.close();
});

/** A server over the same machines and records as the ones before it. */
function server(): Shells {
  const { book, library, ids, clock, log } = world;
  const terminals = new MemoryTerminalHost(world.engine.world);
  const made = new Shells({ book, library, ids, clock, log, terminals, shellStore: store });
  made.start();
  servers.push(made);
  return made;
}

async function opened(from: Shells, number = 1): Promise<{ viewer: DrawnViewer; answer: ShellOpened }> {
  const viewer = new DrawnViewer();
  const request = { lab, terminal: 'workstation', number, cols: 80, rows: 24, writer };
  const answer = await new Promise<ShellOpened>((resolve, reject) => {
    from
      .open(request, viewer, (shell) => {
        viewer.opened(shell);
        resolve(shell);
      })
      .catch(reject);
  });
  return { viewer, answer };
}

test('the shells of an earlier server count as open, and one that has ended does not', async () => {
  const first = server();
  await opened(first, 3);
  await first.close();
  const next = server();
  expect(next.list(lab)).toEqual([{ terminal: 'workstation', number: 3 }]);
  expect(await next.at({ lab, terminal: 'workstation', number: 3 })).toBeDefined();
  const { answer, viewer } = await opened(next);
  expect(next.list(lab).map(({ number }) => number)).toEqual([1, 3]);
  expect(await next.at({ lab, terminal: 'workstation', number: 1 })).toBe(answer.shell);
  await next.watched(answer.shell, viewer)?.end();
  await soon(() => expect(next.list(lab).map(({ number }) => number)).toEqual([3]));
  expect(await next.at({ lab, terminal: 'workstation', number: 1 })).toBeUndefined();
});

const says = (viewer: DrawnViewer, text: string) =>
  soon(async () => expect((await viewer.lines()).join('\n')).toContain(text));

describe('after a server that was killed', () => {
  test('the next one finds the shell with its screen, and types nothing twice', async () => {
    const first = server();
    const before = await opened(first);
    first.watched(before.answer.shell, before.viewer)?.input('echo bef', { viewer: before.viewer, seq: 1 });
    await says(before.viewer, 'echo bef');
    const second = server();
    const after = await opened(second);
    expect(after.answer).toMatchObject({ shell: before.answer.shell, accepted: 1 });
    expect(after.answer.life).not.toBe(before.answer.life);
    await says(after.viewer, 'echo bef');
    const shell = second.watched(after.answer.shell, after.viewer);
    shell?.input('echo bef', { viewer: after.viewer, seq: 1 });
    shell?.input("''ore\n", { viewer: after.viewer, seq: 2 });
    await says(after.viewer, '\nbefore');
    expect((await after.viewer.lines()).join('\n')).toBe("$ echo bef''ore\nbefore\n$");
  });

  test('a shell whose machine was made anew is told to be lost, once', async () => {
    await opened(server());
    world.engine.world.labs.get(lab)?.machines.delete('workstation');
    world.engine.world.addMachine(lab, { name: 'workstation', role: 'workstation', image: 'other' });
    const second = server();
    expect((await opened(second)).answer.replaces).toBe('lost');
    expect((await opened(second)).answer.replaces).toBeUndefined();
  });

  test('shells of labs that are gone are forgotten', async () => {
    await opened(server());
    world.stop(lab);
    await world.settle(20);
    server();
    expect(store.all()).toEqual([]);
  });

  test('a reset forgets the shells that nobody has asked for', async () => {
    await opened(server());
    const second = server();
    await second.endLab(lab);
    expect(store.all()).toEqual([]);
    expect((await opened(second)).answer.replaces).toBeUndefined();
  });

  test('shells of before count for the limit', async () => {
    const first = server();
    for (let number = 1; number <= 24; number += 1) await opened(first, number);
    const second = server();
    await expect(opened(second, 25)).rejects.toMatchObject({ code: 'terminal.limit' });
    expect((await opened(second, 24)).answer.replaces).toBeUndefined();
  });
});

test('a server that ends in order keeps the screen and lets the shell live', async () => {
  const first = server();
  const { viewer, answer } = await opened(first);
  first.watched(answer.shell, viewer)?.input('echo kept\n', { viewer, seq: 1 });
  await says(viewer, '\nkept');
  await first.close();
  expect(viewer.exits).toEqual([]);
  expect(store.snapshot(answer.shell)?.screen).toContain('kept');
  expect((await opened(server())).answer.shell).toBe(answer.shell);
});

test('what a shell shows is kept now and then', async () => {
  const first = server();
  const { viewer, answer } = await opened(first);
  first.watched(answer.shell, viewer)?.input('echo now\n', { viewer, seq: 1 });
  await says(viewer, '\nnow');
  await world.until(() => expect(store.snapshot(answer.shell)?.screen).toContain('now'));
});

test('a shell that nobody uses for long is ended, which the next browser is told', async () => {
  const first = server();
  const watched = await opened(first, 1);
  const left = await opened(first, 2);
  await world.settle(10);
  first.leave(left.viewer);
  await world.settle(10);
  // Else the lab itself, which nobody uses either, would end first.
  await world.reconciler.close();
  await world.until(() => {
    world.clock.advance(3_600_000);
    expect(store.all().map(({ id }) => id)).toEqual([watched.answer.shell]);
  });
  const again = await opened(first, 2);
  expect(again.answer.shell).not.toBe(left.answer.shell);
  expect(again.answer.replaces).toBe('idle');
  await first.close();
});
