import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import { DockerHostRuntime } from '#adapters/docker/docker-host-runtime.ts';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { KubeClusterApi } from '#adapters/kubernetes/kube-cluster-api.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { randomIds } from '#adapters/node/ids.ts';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import type { GradingDeps } from '#app/grading/grade-lab.ts';
import { type PreparedLabsParts, preparedLabs } from '#app/proof/prepared-labs.ts';
import type { ProofLabs } from '#app/proof/proof-labs.ts';
import { runSetup } from '#app/setup/run-setup.ts';
import type { Machines } from '#ports/machines.ts';
import type { Config } from '../config.ts';
import { clientEnvironment, KindOnDemand, kindFinder } from '../kind-on-demand.ts';
import { openImages } from './open-images.ts';
import { fromRoot } from './places.ts';

const removeWithinMs = 300_000;

export interface ProofWorld {
  readonly labs: ProofLabs;
  readonly deps: GradingDeps;
  /** Removes every lab that is still there. */
  close(): Promise<void>;
}

/** Labs to try scenarios in, under an owner of their own: a running server removes labs of its installation that it does not know. */
export async function proofWorld(config: Config, onStep: PreparedLabsParts['onStep']): Promise<ProofWorld> {
  const engine = new Engine(new Docker());
  const owner = `proof-${randomUUID().slice(0, 8)}`;
  const clock = systemClock;
  const dockerMachines = new DockerMachines(engine, owner);
  const clusters = new KindOnDemand(
    { engine, machines: dockerMachines, owner, clock, environment: clientEnvironment(process.env) },
    await kindFinder(fromRoot('labs/images/tools'), config.cacheDir),
  );
  const clusterApi = new KubeClusterApi({
    kubeconfig: (lab, signal) => clusters.kubeconfig(lab, 'server', signal),
  });
  const machines = forgetting(dockerMachines, clusterApi);
  const observer = new MachinesObserver(machines);
  const deps: GradingDeps = { observer, clusterApi, machines, clock, ids: randomIds };
  const builder = await openImages(config);
  const labs = preparedLabs({
    ...deps,
    clusters,
    hosts: new DockerHostRuntime({ engine, machines, owner, clock }),
    seed: randomUUID,
    imageRef: (name) => builder.ref(name),
    runSetup: ({ lab, loaded, ...run }) => runSetup({ lab: lab.id, loaded, vars: lab.vars, deps, run }),
    ...(onStep && { onStep }),
  });
  return { labs, deps, close: () => removeAll(machines) };
}

/** A cluster that goes away takes its certificates with it. */
function forgetting(machines: Machines, api: KubeClusterApi): Machines {
  return {
    seen: (signal) => machines.seen(signal),
    exec: (...call) => machines.exec(...call),
    put: (...call) => machines.put(...call),
    destroy: async (lab, signal) => {
      api.forget(lab);
      await machines.destroy(lab, signal);
    },
  };
}

async function removeAll(machines: Machines): Promise<void> {
  const signal = AbortSignal.timeout(removeWithinMs);
  for (const { lab } of await machines.seen(signal)) await machines.destroy(lab, signal);
}
