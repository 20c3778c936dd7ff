import { MemoryMachines } from '#adapters/memory/machines.ts';
import { MemoryWorld } from '#adapters/memory/machines-world.ts';
import { MemoryClusterRuntime, MemoryHostRuntime } from '#adapters/memory/runtimes.ts';
import type { LabId } from '#contract/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type {
  EndedMachines,
  ExecOptions,
  ExecResult,
  FileToPut,
  Machines,
  SeenLab,
} from '#ports/machines.ts';
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

/** The memory engine with a door ahead of every call: `before` may refuse the call or make it wait. */
export class InterruptibleEngine implements Machines, ClusterRuntime, HostRuntime {
  before: (call: string, lab: LabId | undefined, signal: AbortSignal) => Promise<void> = async () =>
    undefined;
  readonly calls: string[] = [];
  readonly world = new MemoryWorld();
  private readonly machines = new MemoryMachines(this.world);
  private readonly clusters: ClusterRuntime;
  private readonly hosts: HostRuntime;

  constructor(clock: Clock) {
    this.clusters = new MemoryClusterRuntime(this.world, clock);
    this.hosts = new MemoryHostRuntime(this.world, clock);
  }

  async seen(signal: AbortSignal): Promise<SeenLab[]> {
    await this.door('seen', undefined, signal);
    return this.machines.seen(signal);
  }

  async exec(lab: LabId, machine: string, argv: readonly string[], o: ExecOptions): Promise<ExecResult> {
    await this.door(`exec ${machine}`, lab, o.signal);
    return this.machines.exec(lab, machine, argv, o);
  }

  async put(lab: LabId, machine: string, files: readonly FileToPut[], signal: AbortSignal): Promise<void> {
    await this.door(`put ${machine}`, lab, signal);
    await this.machines.put(lab, machine, files, signal);
  }

  async destroy(lab: LabId, signal: AbortSignal): Promise<void> {
    await this.door('destroy', lab, signal);
    await this.machines.destroy(lab, signal);
  }

  async stop(lab: LabId, signal: AbortSignal): Promise<void> {
    await this.door('stop', lab, signal);
    await this.machines.stop(lab, signal);
  }

  async start(lab: LabId, signal: AbortSignal): Promise<void> {
    await this.door('start', lab, signal);
    await this.machines.start(lab, signal);
  }

  async endedWithEngine(lab: LabId, signal: AbortSignal): Promise<EndedMachines | undefined> {
    return this.machines.endedWithEngine(lab, signal);
  }

  async recover(lab: LabId, nodes: readonly string[], run: Run): Promise<void> {
    await this.door('recover', lab, run.signal);
    await this.clusters.recover(lab, nodes, run);
  }

  async recoverHost(lab: LabId, name: string, run: Run): Promise<void> {
    await this.door('recover', lab, run.signal);
    await this.hosts.recoverHost(lab, name, run);
  }

  async create(lab: LabId, spec: ClusterSpec, run: ClusterRun): Promise<void> {
    await this.door('cluster', lab, run.signal);
    await this.clusters.create(lab, spec, run);
  }

  async kubeconfig(lab: LabId, audience: Audience, signal: AbortSignal): Promise<string> {
    await this.door('kubeconfig', lab, signal);
    return this.clusters.kubeconfig(lab, audience, signal);
  }

  async createNetwork(lab: LabId, signal: AbortSignal): Promise<void> {
    await this.door('network', lab, signal);
    await this.hosts.createNetwork(lab, signal);
  }

  async createHost(lab: LabId, spec: HostSpec, run: HostRun): Promise<void> {
    await this.door('host', lab, run.signal);
    await this.hosts.createHost(lab, spec, run);
  }

  async settle(lab: LabId, since: number, run: Run): Promise<void> {
    await this.door('settle', lab, run.signal);
    await this.clusters.settle(lab, since, run);
  }

  async settleHosts(lab: LabId, names: readonly string[], run: Run): Promise<void> {
    await this.door('settle', lab, run.signal);
    await this.hosts.settleHosts(lab, names, run);
  }

  async createWorkstation(lab: LabId, image: string, run: Run): Promise<void> {
    await this.door('workstation', lab, run.signal);
    await this.hosts.createWorkstation(lab, image, run);
  }

  async createObservers(lab: LabId, names: readonly string[], image: string, run: Run): Promise<void> {
    await this.door('observers', lab, run.signal);
    await this.hosts.createObservers(lab, names, image, run);
  }

  async connect(lab: LabId, run: Run): Promise<void> {
    await this.door('connect', lab, run.signal);
    await this.hosts.connect(lab, run);
  }

  /** Does the engine hold anything of the lab? */
  has(lab: LabId): boolean {
    return this.world.labs.has(lab);
  }

  /** Machines of the lab that do not run. */
  stopped(lab: LabId): string[] {
    const machines = [...(this.world.labs.get(lab)?.machines.values() ?? [])];
    return machines.filter(({ running }) => !running).map(({ name }) => name);
  }

  /** A machine goes away by itself, as when somebody removes its container. */
  lose(lab: LabId, name: string): void {
    this.world.labs.get(lab)?.machines.delete(name);
  }

  private async door(call: string, lab: LabId | undefined, signal: AbortSignal): Promise<void> {
    this.calls.push(call);
    await this.before(call, lab, signal);
  }
}
