import { expect, test } from 'vitest';
import type { ClusterMilestone, ClusterRun, HostRun } from '#ports/runtimes.ts';
import { LabWorld } from '../../../testing/lab-world.ts';

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setImmediate(done));
};

/** A cluster that comes as far as it is told to. */
function heldCluster(world: LabWorld) {
  const started = Promise.withResolvers<ClusterRun>();
  const ready = Promise.withResolvers<void>();
  const create = world.engine.create.bind(world.engine);
  world.engine.create = async (lab, spec, run) => {
    // The nodes are there from the start, and nobody has been told.
    await create(lab, spec, { ...run, onReached: undefined });
    started.resolve(run);
    await ready.promise;
  };
  return {
    reach: async (milestone: ClusterMilestone) => {
      (await started.promise).onReached?.(milestone);
      await turns();
    },
    finish: async () => {
      ready.resolve();
      await turns();
    },
    fail: async (error: Error) => {
      ready.reject(error);
      await turns();
    },
    started: started.promise,
  };
}

async function startedLab() {
  const world = new LabWorld();
  const cluster = heldCluster(world);
  world.reconciler.start();
  const { id } = await world.start();
  await cluster.started;
  await turns();
  return { world, cluster, id };
}

const begun = ({ engine }: LabWorld): string[] =>
  engine.calls.filter((call) => ['observers', 'connect', 'kubeconfig'].includes(call)).sort();

test('what needs the nodes waits for them and no longer, and what needs the API server for that', async () => {
  const { world, cluster, id } = await startedLab();
  expect(begun(world)).toEqual([]);
  await cluster.reach('machines');
  expect(begun(world)).toEqual(['connect', 'observers']);
  await cluster.reach('api');
  expect(begun(world)).toEqual(['connect', 'kubeconfig', 'observers']);
  expect(world.state(id)).toBe('preparing');
  await cluster.finish();
  expect(world.state(id)).toBe('ready');
  await world.reconciler.close();
});

test('a cluster that tells of no moment has reached them when it is there', async () => {
  const { world, cluster, id } = await startedLab();
  await cluster.finish();
  expect(begun(world)).toEqual(['connect', 'kubeconfig', 'observers']);
  expect(world.state(id)).toBe('ready');
  await world.reconciler.close();
});

test('a cluster that fails ends those that wait for it, and is the reason that is told', async () => {
  const { world, cluster, id } = await startedLab();
  await cluster.fail(new Error('the node did not start'));
  expect(begun(world)).toEqual([]);
  expect(world.state(id)).toBe('failed');
  expect(world.store.get(id)?.problem?.message).toContain('the node did not start');
  await world.reconciler.close();
});

test('what only enters a host does not wait until its services are up, but the setup does', async () => {
  const world = new LabWorld();
  const started = Promise.withResolvers<HostRun>();
  const up = Promise.withResolvers<void>();
  const create = world.engine.createHost.bind(world.engine);
  world.engine.createHost = async (lab, spec, run) => {
    await create(lab, spec, { ...run, onEntered: undefined });
    started.resolve(run);
    await up.promise;
  };
  world.reconciler.start();
  const { id } = await world.start('host');
  const run = await started.promise;
  await turns();
  expect(begun(world)).toEqual([]);
  run.onEntered?.();
  await turns();
  expect(begun(world)).toEqual(['connect', 'observers']);
  expect(world.state(id)).toBe('preparing');
  up.resolve();
  await turns();
  expect(world.state(id)).toBe('ready');
  await world.reconciler.close();
});
