import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import { LabWorld } from '../../testing/lab-world.ts';

let world: LabWorld;
beforeEach(() => {
  world = new LabWorld();
});
afterEach(() => world.reconciler.close());

const never = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

async function readyLab(name = 'cluster'): Promise<LabId> {
  const { id } = await world.start(name);
  await world.settle();
  expect(world.state(id)).toBe('ready');
  return id;
}

describe('starting', () => {
  test('a requested lab becomes ready with every machine and its kubeconfig', async () => {
    world.reconciler.start();
    const id = await readyLab();
    const [seen] = await world.engine.seen(new AbortController().signal);
    expect(seen?.machines.map(({ name }) => name).sort()).toEqual([
      'cp',
      'observer-cp',
      'observer-worker',
      'observer-workstation',
      'worker',
      'workstation',
    ]);
    const kubeconfig = world.engine.world.machine(id, 'workstation').files.get('/home/learner/.kube/config');
    expect(kubeconfig?.content.toString()).toContain('https://cp:6443');
    expect(kubeconfig).toMatchObject({ mode: '0600', uid: 1000 });
    expect(world.store.get(id)?.steps.every((step) => step.phase !== 'end' || step.ok)).toBe(true);
  });

  test('a host lab makes no cluster', async () => {
    world.reconciler.start();
    await readyLab('host');
    expect(world.engine.calls).not.toContain('cluster');
    expect(world.engine.calls).not.toContain('kubeconfig');
  });

  test('two labs are prepared at once, the third waits', async () => {
    world.engine.before = (call, _, signal) => (call === 'workstation' ? never(signal) : Promise.resolve());
    world.reconciler.start();
    const labs = [await world.start(), await world.start(), await world.start()];
    await world.settle();
    expect(labs.map(({ id }) => world.state(id))).toEqual(['preparing', 'preparing', 'requested']);
  });

  test('a lab waits for its images, says so, and starts by itself', async () => {
    world.missing.add('node');
    world.reconciler.start();
    const { id } = await world.start();
    await world.settle();
    expect(world.store.get(id)).toMatchObject({
      state: 'requested',
      steps: [{ title: 'Waiting for image node', phase: 'begin' }],
    });
    world.missing.clear();
    world.reconciler.poke();
    await world.settle();
    expect(world.state(id)).toBe('ready');
  });

  test('a failed start removes what was made and says what to do', async () => {
    world.engine.before = async (call) => {
      if (call === 'observers')
        throw new Fault('engine.refused', 'no room', { remedy: 'make room', tail: 'x' });
    };
    world.reconciler.start();
    const { id } = await world.start();
    await world.settle();
    expect(world.store.get(id)).toMatchObject({
      state: 'failed',
      problem: { code: 'engine.refused', message: 'no room', remedy: 'make room', tail: 'x' },
    });
    expect(world.engine.has(id)).toBe(false);
  });

  test('a start that takes too long fails with its deadline', async () => {
    world.engine.before = (call, _, signal) => (call === 'cluster' ? never(signal) : Promise.resolve());
    world.reconciler.start();
    const { id } = await world.start();
    await world.settle();
    world.clock.advance(600_000);
    await world.settle();
    expect(world.store.get(id)).toMatchObject({ state: 'failed', problem: { code: 'deadline.passed' } });
  });
});

describe('stopping', () => {
  test('a lab that is being prepared is stopped at once', async () => {
    world.engine.before = (call, _, signal) => (call === 'cluster' ? never(signal) : Promise.resolve());
    world.reconciler.start();
    const { id } = await world.start();
    await world.settle();
    expect(world.stop(id).state).toBe('stopping');
    await world.settle();
    expect(world.state(id)).toBe('gone');
    expect(world.engine.has(id)).toBe(false);
    expect(world.released).toEqual([id]);
  });

  test('whoever hears of it finds its attempt ended: a server that is killed then leaves none open', async () => {
    world.reconciler.start();
    const id = await readyLab();
    const heard = new Map<string, number | undefined>();
    world.bus.subscribe((event) => {
      if (event.type === 'lab.changed') heard.set(event.lab.state, world.store.attempts()[0]?.endedAt);
    });
    world.clock.advance(1000);
    const now = world.clock.now();
    world.stop(id);
    await world.settle();
    expect([...heard]).toEqual([
      ['stopping', now],
      ['gone', now],
    ]);
  });

  test('what cannot be removed stays stopping and is tried again', async () => {
    world.reconciler.start();
    const id = await readyLab();
    let refusals = 2;
    world.engine.before = async (call) => {
      if (call === 'destroy' && refusals-- > 0) {
        throw new Fault('engine.refused', 'busy', { remedy: 'wait' });
      }
    };
    world.stop(id);
    await world.settle(1);
    expect(world.store.get(id)).toMatchObject({ state: 'stopping', problem: { message: 'busy' } });
    await world.settle();
    expect(world.state(id)).toBe('gone');
  });
});

describe('after a crash', () => {
  const points = [
    'destroy',
    'network',
    'cluster',
    'workstation',
    'observers',
    'connect',
    'kubeconfig',
    'put workstation',
  ];

  test.each(points)('a start that was cut at "%s" is made anew', async (point) => {
    let cut = true;
    world.engine.before = (call, _, signal) => (cut && call === point ? never(signal) : Promise.resolve());
    world.reconciler.start();
    const { id } = await world.start();
    await world.settle();
    expect(world.state(id)).toBe('preparing');
    cut = false;
    await world.crash();
    await world.settle();
    expect(world.state(id)).toBe('ready');
  });

  test.each(points)('a reset that was cut at "%s" is made anew', async (point) => {
    world.reconciler.start();
    const id = await readyLab();
    let cut = true;
    world.engine.before = (call, _, signal) => (cut && call === point ? never(signal) : Promise.resolve());
    world.reset(id);
    await world.settle();
    expect(world.state(id)).toBe('resetting');
    cut = false;
    await world.crash();
    await world.settle();
    expect(world.state(id)).toBe('ready');
  });

  test('a removal that was cut goes on', async () => {
    world.reconciler.start();
    const id = await readyLab();
    let cut = true;
    world.engine.before = (call, _, signal) =>
      cut && call === 'destroy' ? never(signal) : Promise.resolve();
    world.stop(id);
    await world.settle();
    cut = false;
    await world.crash();
    await world.settle();
    expect(world.state(id)).toBe('gone');
    expect(world.engine.has(id)).toBe(false);
  });

  test('a ready lab is left as it is', async () => {
    world.reconciler.start();
    const id = await readyLab();
    const before = world.engine.calls.filter((call) => call !== 'seen').length;
    await world.crash();
    await world.settle();
    expect(world.state(id)).toBe('ready');
    expect(world.engine.calls.filter((call) => call !== 'seen')).toHaveLength(before);
  });
});

describe('what the engine shows', () => {
  test('a ready lab whose machine is away only for a moment stays ready', async () => {
    world.reconciler.start();
    const id = await readyLab();
    world.engine.lose(id, 'worker');
    await world.settle(2);
    expect(world.state(id)).toBe('ready');
  });

  test('a ready lab that lost a machine fails, and a reset brings it back', async () => {
    world.reconciler.start();
    const id = await readyLab();
    world.engine.lose(id, 'worker');
    await world.settle(6);
    expect(world.store.get(id)?.state).toBe('failed');
    expect(world.store.get(id)?.problem?.message).toContain('worker');
    const { attempt, vars } = world.store.get(id) ?? {};
    world.reset(id);
    await world.settle();
    expect(world.store.get(id)).toMatchObject({ state: 'ready', attempt, vars, problem: undefined });
  });

  test('machines of ours that belong to no lab are removed', async () => {
    const stray = LabId.parse('lab-zzzzzzzz');
    await world.engine.createNetwork(stray, new AbortController().signal);
    world.reconciler.start();
    await world.settle();
    expect(world.engine.has(stray)).toBe(false);
  });

  test('an engine that does not answer changes nothing', async () => {
    world.reconciler.start();
    const id = await readyLab();
    world.engine.before = async () => {
      throw new Fault('engine.unreachable', 'gone', { remedy: 'start Docker' });
    };
    await world.settle(8);
    expect(world.state(id)).toBe('ready');
  });
});
