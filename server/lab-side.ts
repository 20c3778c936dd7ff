import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { DockerHostRuntime } from '#adapters/docker/docker-host-runtime.ts';
import { DockerLineTalks } from '#adapters/docker/docker-line-talks.ts';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { DockerOriginals } from '#adapters/docker/docker-originals.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { KeeperProgram } from '#adapters/docker/keeper-program.ts';
import { imageBuilder } from '#adapters/images/image-builder.ts';
import { AdminConfs } from '#adapters/kind/admin-confs.ts';
import { KubeClusterApi } from '#adapters/kubernetes/kube-cluster-api.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { randomIds } from '#adapters/node/ids.ts';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import { NetworkCalm } from '#app/grading/network-calm.ts';
import type { ImageBuilder } from '#ports/image-builder.ts';
import type { Machines } from '#ports/machines.ts';
import type { Config } from './config.ts';
import { clientEnvironment, KindOnDemand, programFinder } from './kind-on-demand.ts';

const root = join(import.meta.dirname, '..');

/** Everything that makes and looks at labs, put together once: for the server, for proofs and for commands. */
export interface LabSide {
  readonly engine: Engine;
  readonly machines: Machines;
  readonly originals: DockerOriginals;
  readonly clusters: KindOnDemand;
  readonly clusterApi: KubeClusterApi;
  readonly hosts: DockerHostRuntime;
  readonly observer: MachinesObserver;
  readonly calm: NetworkCalm;
  readonly clock: typeof systemClock;
  readonly ids: typeof randomIds;
}

/**
 * Labs of one owner: what carries another owner's label is never seen. `clustersDir`: where labs that outlive this process have what must
 * be known of their clusters.
 */
export async function labSide(config: Config, owner: string, clustersDir?: string): Promise<LabSide> {
  const engine = new Engine(new Docker());
  const clock = systemClock;
  const dockerMachines = new DockerMachines(engine, owner);
  const adminConfs = new AdminConfs(clustersDir);
  const environment = clientEnvironment(process.env);
  const clusters = new KindOnDemand(
    { engine, machines: dockerMachines, owner, clock, adminConfs, environment },
    await programFinder('kind', join(root, 'labs/images/tools'), config.cacheDir),
  );
  const clusterApi = new KubeClusterApi({
    kubeconfig: (lab, signal) => clusters.kubeconfig(lab, 'server', signal),
  });
  const machines = forgetting(dockerMachines, clusterApi, adminConfs);
  const hosts = new DockerHostRuntime({ engine, machines, owner, clock });
  const observer = new MachinesObserver(machines, new DockerLineTalks(engine, owner));
  const originals = new DockerOriginals(engine, owner);
  const calm = new NetworkCalm(clock);
  return { engine, machines, originals, clusters, clusterApi, hosts, observer, calm, clock, ids: randomIds };
}

/** A cluster that goes away takes its certificates with it: the next one of the lab is another. One that rests ends its connections. */
function forgetting(machines: Machines, api: KubeClusterApi, adminConfs: AdminConfs): Machines {
  return {
    seen: (signal) => machines.seen(signal),
    exec: (...call) => machines.exec(...call),
    put: (...call) => machines.put(...call),
    stop: async (lab, signal) => {
      api.forget(lab);
      await machines.stop(lab, signal);
    },
    start: (lab, signal) => machines.start(lab, signal),
    endedWithEngine: (...call) => machines.endedWithEngine(...call),
    destroy: async (lab, signal) => {
      api.forget(lab);
      await machines.destroy(lab, signal);
      await adminConfs.forget(lab);
    },
  };
}

/** What goes into machines to keep their shells; built when it is not there. */
export async function keeperProgram(engine: Engine, { cacheDir }: Config): Promise<KeeperProgram> {
  const find = await programFinder('shellkeeper', join(root, 'labs/images/tools'), cacheDir);
  return new KeeperProgram(engine, (signal) => find(signal, () => undefined));
}

/** The builder of the images that this repository declares. */
export const openImages = (config: Config): Promise<ImageBuilder> =>
  imageBuilder({
    docker: new Docker(),
    imagesDir: join(root, 'labs/images'),
    cacheDir: config.cacheDir,
    caBundle: config.caBundle,
    env: process.env,
    nodeBase: config.nodeBase,
    cores: availableParallelism(),
  });
