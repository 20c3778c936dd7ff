import type { LabId } from '#contract/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { FileToPut, MachineName } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import type {
  Audience,
  ClusterRun,
  ClusterRuntime,
  ClusterSpec,
  HostRun,
  HostRuntime,
  HostSpec,
} from '#ports/runtimes.ts';
import { type MemoryMachine, type MemoryWorld, throwIfCancelled, type WorldCall } from './machines-world.ts';

type NewMachine = Pick<MemoryMachine, 'name' | 'role' | 'image'> & { files?: readonly FileToPut[] };

/** One step of a runtime: told, done at once, undone by nobody. */
async function step(
  world: MemoryWorld,
  clock: Clock,
  run: Run,
  what: { readonly id: string; readonly title: string; readonly call: WorldCall },
  work: () => void,
): Promise<void> {
  throwIfCancelled(run.signal);
  const { id, title } = what;
  run.onStep({ id, title, at: clock.now(), phase: 'begin' });
  let ok = false;
  try {
    work();
    world.throwIfFailing(what.call);
    ok = true;
  } finally {
    run.onStep({ id, title, at: clock.now(), phase: 'end', ok });
  }
}

export class MemoryHostRuntime implements HostRuntime {
  private readonly world: MemoryWorld;
  private readonly clock: Clock;

  constructor(world: MemoryWorld, clock: Clock) {
    this.world = world;
    this.clock = clock;
  }

  async createNetwork(lab: LabId, signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    this.world.throwIfFailing('createNetwork');
    this.world.lab(lab).network = true;
  }

  async createHost(lab: LabId, { name, image, files = [] }: HostSpec, run: HostRun): Promise<void> {
    const what = { id: `host-${name}`, title: `Start the host ${name}`, call: 'createHost' as const };
    await this.add(lab, [{ name, role: 'host', image, files }], what, run);
    run.onEntered?.();
  }

  async recoverHost(lab: LabId, name: MachineName, run: Run): Promise<void> {
    const what = { id: `host-${name}`, title: `Wake the host ${name}`, call: 'recover' as const };
    await step(this.world, this.clock, run, what, () => this.world.running(lab, name));
  }

  async settleHosts(lab: LabId, names: readonly MachineName[], run: Run): Promise<void> {
    for (const name of names) {
      const what = { id: `host-${name}`, title: `Wait for the host ${name}`, call: 'settle' as const };
      await step(this.world, this.clock, run, what, () => this.world.machine(lab, name));
    }
  }

  async createWorkstation(lab: LabId, image: string, run: Run): Promise<void> {
    const what = { id: 'workstation', title: 'Start the workstation', call: 'createWorkstation' as const };
    await this.add(lab, [{ name: 'workstation', role: 'workstation', image }], what, run);
  }

  async createObservers(
    lab: LabId,
    machines: readonly MachineName[],
    image: string,
    run: Run,
  ): Promise<void> {
    const what = { id: 'observers', title: 'Place the observers', call: 'createObservers' as const };
    const observers = machines.map((name): NewMachine => {
      this.world.machine(lab, name);
      return { name: `observer-${name}`, role: 'observer', image };
    });
    await this.add(lab, observers, what, run);
  }

  async connect(lab: LabId, run: Run): Promise<void> {
    const what = {
      id: 'ssh',
      title: 'Connect the workstation to the machines',
      call: 'connect' as const,
    };
    await step(this.world, this.clock, run, what, () => this.world.machine(lab, 'workstation'));
  }

  private async add(
    lab: LabId,
    machines: readonly NewMachine[],
    what: Parameters<typeof step>[3],
    run: Run,
  ): Promise<void> {
    await step(this.world, this.clock, run, what, () => {
      for (const machine of machines) this.world.addMachine(lab, machine);
    });
  }
}

export class MemoryClusterRuntime implements ClusterRuntime {
  private readonly world: MemoryWorld;
  private readonly clock: Clock;

  constructor(world: MemoryWorld, clock: Clock) {
    this.world = world;
    this.clock = clock;
  }

  async create(lab: LabId, spec: ClusterSpec, run: ClusterRun): Promise<void> {
    const call = 'createCluster' as const;
    const tell = (id: string, title: string, work: () => void): Promise<void> =>
      step(this.world, this.clock, run, { id, title, call }, work);
    const names = ['cp', 'worker', 'worker2'].slice(0, spec.nodes);
    await tell('nodes', 'Start the nodes', () => {
      for (const name of names) this.world.addMachine(lab, { name, role: 'node', image: spec.image });
    });
    run.onReached?.('machines');
    await tell('control-plane', 'Start the control plane', () => undefined);
    run.onReached?.('api');
    await tell('cni', 'Connect the Pods', () => undefined);
    await tell('dns', 'Wait for cluster DNS', () => undefined);
  }

  async recover(lab: LabId, nodes: readonly MachineName[], run: Run): Promise<void> {
    const call = 'recover' as const;
    const tell = (id: string, title: string, work: () => void): Promise<void> =>
      step(this.world, this.clock, run, { id, title, call }, work);
    await tell('control-plane', 'Start the control plane', () => {
      for (const node of nodes) this.world.running(lab, node);
    });
    await tell('cni', 'Connect the Pods', () => undefined);
    await tell('dns', 'Wait for cluster DNS', () => undefined);
  }

  async settle(lab: LabId, _since: number, run: Run): Promise<void> {
    const tell = (id: string, title: string): Promise<void> =>
      step(this.world, this.clock, run, { id, title, call: 'settle' }, () => this.world.machine(lab, 'cp'));
    await tell('cni', 'Connect the Pods');
    await tell('dns', 'Wait for cluster DNS');
  }

  async kubeconfig(lab: LabId, audience: Audience, signal: AbortSignal): Promise<string> {
    throwIfCancelled(signal);
    this.world.machine(lab, 'cp');
    const server = audience === 'server' ? 'https://127.0.0.1:6443' : 'https://cp:6443';
    return `apiVersion: v1\nkind: Config\nclusters:\n- name: ${lab}\n  cluster: { server: "${server}" }\n`;
  }
}
