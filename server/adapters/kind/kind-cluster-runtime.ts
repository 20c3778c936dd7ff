import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { findMachine } from '#adapters/docker/docker-machines.ts';
import { type Engine, noSignal, quickMs } from '#adapters/docker/engine.ts';
import { withStep } from '#adapters/docker/with-step.ts';
import type { LabId } from '#contract/ids.ts';
import { asFault, Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import type { MachineName, Machines } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import type { Audience, ClusterRun, ClusterRuntime, ClusterSpec } from '#ports/runtimes.ts';
import type { AdminConfs } from './admin-confs.ts';
import { bootBaked, isBaked } from './baked-boot.ts';
import { applyNetwork, awaitDns, awaitNetwork } from './cluster-gate.ts';
import { type KindParts, runKind } from './kind-command.ts';
import { clusterKubeconfig } from './cluster-kubeconfig.ts';
import { openDoor, publishedApi } from './door.ts';
import { freePort } from './free-port.ts';
import { kindConfig } from './kind-config.ts';
import { adminConfig, controlPlane, type Kubectl } from './kubectl.ts';
import { settleCluster } from './settle-cluster.ts';
import { plainLine } from './plain-line.ts';
import { recoverCluster } from './recover-cluster.ts';

export interface ClusterRuntimeParts extends KindParts {
  readonly engine: Engine;
  readonly machines: Machines;
  readonly clock: Clock;
  readonly adminConfs: AdminConfs;
  /** A port of this machine where an API server may be published. */
  readonly freePort?: () => Promise<number>;
}

const createMs = 300_000;
const EngineInfo = z.object({ CgroupVersion: z.enum(['1', '2']) });

export class KindClusterRuntime implements ClusterRuntime {
  private readonly parts: ClusterRuntimeParts;

  constructor(parts: ClusterRuntimeParts) {
    this.parts = parts;
  }

  async create(lab: LabId, spec: ClusterSpec, run: ClusterRun): Promise<void> {
    try {
      if (await isBaked(this.parts.engine, spec.image, run.signal)) {
        const kubeconfig = (of: LabId, signal: AbortSignal): Promise<string> =>
          this.kubeconfig(of, 'server', signal);
        return await bootBaked({ freePort, ...this.parts, kubeconfig }, lab, spec, run);
      }
      await this.initialise(lab, spec, run);
    } catch (error) {
      throw await this.withJournal(lab, asFault(error));
    }
  }

  async recover(lab: LabId, nodes: readonly MachineName[], run: Run): Promise<void> {
    const kubeconfig = (of: LabId, signal: AbortSignal): Promise<string> =>
      this.kubeconfig(of, 'server', signal);
    try {
      await recoverCluster({ ...this.parts, kubeconfig }, lab, nodes, run);
    } catch (error) {
      throw await this.withJournal(lab, asFault(error));
    }
  }

  async settle(lab: LabId, since: number, run: Run): Promise<void> {
    const kubeconfig = (of: LabId, signal: AbortSignal): Promise<string> =>
      this.kubeconfig(of, 'server', signal);
    try {
      await settleCluster({ ...this.parts, kubeconfig }, lab, since, run);
    } catch (error) {
      throw await this.withJournal(lab, asFault(error));
    }
  }

  async kubeconfig(lab: LabId, audience: Audience, signal: AbortSignal): Promise<string> {
    if (audience === 'node') return this.adminConf(lab, signal);
    const [text, server] = await Promise.all([
      this.adminConf(lab, signal),
      audience === 'lab' ? `https://${controlPlane}:6443` : publishedApi(this.parts, lab, signal),
    ]);
    return clusterKubeconfig(text, lab, server);
  }

  private async adminConf(lab: LabId, signal: AbortSignal): Promise<string> {
    const { engine, machines, owner, adminConfs } = this.parts;
    const node = await findMachine(engine, owner, lab, controlPlane, signal);
    return adminConfs.of(lab, node, async () => {
      const limits = { signal, timeoutMs: quickMs };
      const { stdout } = await machines.exec(lab, controlPlane, ['/bin/cat', adminConfig], limits);
      // What is no kubeconfig yet must not be kept for one.
      clusterKubeconfig(stdout, lab, '');
      return stdout;
    });
  }

  /** A cluster from nothing but the node image. */
  private async initialise(lab: LabId, spec: ClusterSpec, run: ClusterRun): Promise<void> {
    const { clock, machines } = this.parts;
    const on = { machines, lab, signal: run.signal };
    await this.boot(on, spec, run);
    await withStep(run, clock, { id: 'cni', title: 'Connect the Pods' }, () => awaitNetwork(on));
    await withStep(run, clock, { id: 'dns', title: 'Wait for cluster DNS' }, () => awaitDns(on));
  }

  /**
   * Tells kind's work as two steps: the machines first, then what runs in them. The network plugin is applied while kind still
   * joins the other nodes.
   */
  private async boot(on: Kubectl, spec: ClusterSpec, run: ClusterRun): Promise<void> {
    const { clock } = this.parts;
    const nodesUp = Promise.withResolvers<void>();
    const apiUp = Promise.withResolvers<void>();
    let note: (text: string) => void = () => undefined;
    const booted = this.createCluster(on.lab, spec, run.signal, (line) => {
      if (line.startsWith('• Starting control-plane')) nodesUp.resolve();
      if (line.startsWith('✓ Starting control-plane')) apiUp.resolve();
      if (line !== '' && !line.startsWith('WARNING')) note(plainLine(line));
    });
    await withStep(run, clock, { id: 'nodes', title: 'Start the nodes' }, async (tell) => {
      note = tell;
      await Promise.race([nodesUp.promise, booted]);
      await openDoor({ freePort, ...this.parts }, on.lab, spec, run.signal);
    });
    run.onReached?.('machines');
    await withStep(run, clock, { id: 'control-plane', title: 'Start the control plane' }, async (tell) => {
      note = tell;
      await Promise.all([booted, apiUp.promise.then(() => applyNetwork(on))]);
    });
    run.onReached?.('api');
  }

  /** `--retain`: after a failure the nodes stay until the lab is removed, so that their logs can be read. */
  private async createCluster(
    lab: LabId,
    spec: ClusterSpec,
    signal: AbortSignal,
    onLine: (line: string) => void,
  ): Promise<void> {
    const cgroupVersion = await this.cgroupVersion(signal);
    const folder = await mkdtemp(join(tmpdir(), 'cks-lab-kind-'));
    try {
      const config = join(folder, 'config.json');
      await writeFile(config, JSON.stringify(kindConfig(spec, cgroupVersion)));
      const kubeconfig = join(folder, 'kubeconfig');
      const args = [
        'create',
        'cluster',
        '--name',
        lab,
        '--retain',
        '--config',
        config,
        '--kubeconfig',
        kubeconfig,
      ];
      await runKind(this.parts, lab, args, { signal, timeoutMs: createMs, onLine });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async cgroupVersion(signal: AbortSignal): Promise<'1' | '2'> {
    const limits = { signal, withinMs: quickMs };
    const info: unknown = await this.parts.engine.call('describe itself', limits, (docker) => docker.info());
    return EngineInfo.parse(info).CgroupVersion;
  }

  /** A cluster that does not come up says why in the journal of its kubelet. */
  private async withJournal(lab: LabId, fault: Fault): Promise<Fault> {
    if (fault.code === 'cancelled' || fault.code === 'tool.missing') return fault;
    const argv = ['/bin/journalctl', '--unit=kubelet', '--lines=20', '--no-pager', '--output=cat'];
    const limits = { signal: noSignal, timeoutMs: quickMs };
    const journal = await this.parts.machines.exec(lab, controlPlane, argv, limits).catch(asFault);
    const said = journal instanceof Fault ? journal.message : journal.stdout.trim();
    return new Fault(fault.code, fault.message, {
      remedy: fault.remedy,
      tail: [fault.tail ?? '', 'kubelet:', said].join('\n').trim(),
      cause: fault,
    });
  }
}
