import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { DockerHostRuntime } from '#adapters/docker/docker-host-runtime.ts';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { FsScenarioLibrary, readCurriculum } from '#adapters/fs/scenario-library.ts';
import { imageBuilder } from '#adapters/images/image-builder.ts';
import { KubeClusterApi } from '#adapters/kubernetes/kube-cluster-api.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { randomIds } from '#adapters/node/ids.ts';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import type { GradingDeps } from '#app/grading/grade-lab.ts';
import { neededImages } from '#app/labs/needed-images.ts';
import { preparedLabs } from '#app/proof/prepared-labs.ts';
import type { ProofLabs } from '#app/proof/proof-labs.ts';
import { runSetup } from '#app/setup/run-setup.ts';
import type { Machines } from '#ports/machines.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { clientEnvironment, KindOnDemand, kindFinder } from '../../server/kind-on-demand.ts';

const root = join(import.meta.dirname, '../..');
const cacheDir = join(homedir(), '.cache/cks-lab');

export interface ProofWorld {
  readonly library: ScenarioLibrary;
  readonly labs: ProofLabs;
  readonly deps: GradingDeps;
  /** Removes every lab that is still there. */
  close(): Promise<void>;
}

/** Real Docker and real clusters under an owner of their own. Builds the images that are missing. */
export async function proofWorld(): Promise<ProofWorld> {
  const docker = new Docker();
  const engine = new Engine(docker);
  const owner = `proof-${randomUUID().slice(0, 8)}`;
  const clock = systemClock;
  const dockerMachines = new DockerMachines(engine, owner);
  const clusters = new KindOnDemand(
    { engine, machines: dockerMachines, owner, clock, environment: clientEnvironment(process.env) },
    await kindFinder(join(root, 'labs/images/tools'), cacheDir),
  );
  const clusterApi = new KubeClusterApi({
    kubeconfig: (lab, signal) => clusters.kubeconfig(lab, 'server', signal),
  });
  const machines: Machines = {
    seen: (signal) => dockerMachines.seen(signal),
    exec: (...call) => dockerMachines.exec(...call),
    put: (...call) => dockerMachines.put(...call),
    destroy: async (lab, signal) => {
      clusterApi.forget(lab);
      await dockerMachines.destroy(lab, signal);
    },
  };
  const hosts = new DockerHostRuntime({ engine, machines, owner, clock });
  const deps: GradingDeps = {
    observer: new MachinesObserver(machines),
    clusterApi,
    machines,
    clock,
    ids: randomIds,
  };
  const curriculum = await readCurriculum(join(root, 'scenarios/curriculum.yaml'));
  const library = new FsScenarioLibrary({ packs: [join(root, 'scenarios')], curriculum });
  await library.reload();
  const builder = await imageBuilder({
    docker,
    imagesDir: join(root, 'labs/images'),
    cacheDir,
    caBundle: undefined,
    env: process.env,
    nodeBase: 'auto',
    cores: 2,
  });
  const labs = preparedLabs({
    machines,
    clusters,
    hosts,
    clock,
    ids: randomIds,
    seed: randomUUID,
    imageRef: (name) => builder.ref(name),
    runSetup: ({ lab, loaded, ...run }) => runSetup({ lab: lab.id, loaded, vars: lab.vars, deps, run }),
  });
  const start: ProofLabs['start'] = async (loaded, signal) => {
    const names = neededImages(loaded.scenario.environment);
    await builder.build(names, { signal, onStep: () => undefined, onImage: () => undefined });
    return labs.start(loaded, signal);
  };
  return { library, labs: { ...labs, start }, deps, close: () => removeAll(machines) };
}

async function removeAll(machines: Machines): Promise<void> {
  const signal = AbortSignal.timeout(300_000);
  for (const { lab } of await machines.seen(signal)) await machines.destroy(lab, signal);
}
