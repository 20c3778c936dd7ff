import type Docker from 'dockerode';
import type { LabId } from '#contract/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { MachineName, Machines } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import type { HostRun, HostRuntime, HostSpec, NetworkKind } from '#ports/runtimes.ts';
import { hostContainer, observerContainer, workstationContainer } from './container-specs.ts';
import { findMachine } from './docker-machines.ts';
import { type Engine, quickMs, refusalStatus, slowMs } from './engine.ts';
import { labLabels } from './labels.ts';
import { lastEnd } from './machine-restart.ts';
import { placedMachines } from './placed-machines.ts';
import { grantSsh } from './ssh-access.ts';
import { nestedEngineUp, sshdUp, systemdUp } from './systemd-ready.ts';
import { ustar } from './ustar.ts';
import { forgetWhatRan, startWhatRan } from './what-ran.ts';
import { withStep } from './with-step.ts';

export interface HostRuntimeParts {
  readonly engine: Engine;
  readonly machines: Machines;
  /** Names this installation in the labels of everything made. */
  readonly owner: string;
  readonly clock: Clock;
}

/** No address of the machine inside: what listens on all of its addresses is out of reach as well. */
const noAddress = { 'com.docker.network.bridge.inhibit_ipv4': 'true' };
/** And no way out. A routed network has a gateway that nobody is, and no packet is given the machine's address. */
const sealing = {
  true: { Internal: true, Options: noAddress },
  routed: { Options: { ...noAddress, 'com.docker.network.bridge.enable_ip_masquerade': 'false' } },
  false: {},
};

export class DockerHostRuntime implements HostRuntime {
  private readonly parts: HostRuntimeParts;

  constructor(parts: HostRuntimeParts) {
    this.parts = parts;
  }

  async createNetwork(
    lab: LabId,
    signal: AbortSignal,
    { sealed }: NetworkKind = { sealed: false },
  ): Promise<void> {
    const { engine, owner } = this.parts;
    const limits = { signal, withinMs: quickMs };
    try {
      await engine.call(`make the network of ${lab}`, limits, (docker, abortSignal) =>
        // The engine lets no packet pass between two bridges: that is what keeps labs apart.
        docker.createNetwork({
          Name: lab,
          Driver: 'bridge',
          Labels: labLabels(owner, lab),
          ...sealing[`${sealed}`],
          abortSignal,
        }),
      );
    } catch (error) {
      const exists = refusalStatus(error) === 409;
      if (!exists) throw error;
    }
  }

  async createHost(lab: LabId, spec: HostSpec, run: HostRun): Promise<void> {
    const { clock, machines, owner } = this.parts;
    const step = { id: `host-${spec.name}`, title: `Start the host ${spec.name}` };
    await withStep(run, clock, step, async (note) => {
      const files = spec.files?.length ? ustar(spec.files) : undefined;
      await this.start(hostContainer(owner, lab, spec), run.signal, files);
      run.onEntered?.();
      note('waiting for systemd');
      await systemdUp(machines, lab, spec.name, run.signal);
      note('waiting for sshd and Docker');
      await Promise.all([
        sshdUp(machines, lab, spec.name, run.signal),
        nestedEngineUp(machines, lab, spec.name, run.signal),
      ]);
    });
  }

  async recoverHost(lab: LabId, name: MachineName, run: Run): Promise<void> {
    const { clock, engine, machines, owner } = this.parts;
    const step = { id: `host-${name}`, title: `Wake the host ${name}` };
    await withStep(run, clock, step, async (note) => {
      await systemdUp(machines, lab, name, run.signal);
      note('starting what ran');
      const container = await findMachine(engine, owner, lab, name, run.signal);
      const endedAt = await lastEnd(engine, container, run.signal);
      for (const lost of await startWhatRan(machines, lab, name, endedAt, run.signal))
        note(`not back: ${lost}`);
      await forgetWhatRan(machines, lab, name, run.signal);
    });
  }

  async settleHosts(lab: LabId, names: readonly MachineName[], run: Run): Promise<void> {
    const { clock, machines } = this.parts;
    await Promise.all(
      names.map((name) =>
        withStep(run, clock, { id: `host-${name}`, title: `Wait for the host ${name}` }, () =>
          systemdUp(machines, lab, name, run.signal),
        ),
      ),
    );
  }

  async createWorkstation(lab: LabId, image: string, run: Run): Promise<void> {
    const step = { id: 'workstation', title: 'Start the workstation' };
    await withStep(run, this.parts.clock, step, () =>
      this.start(workstationContainer(this.parts.owner, lab, image), run.signal),
    );
  }

  async createObservers(lab: LabId, names: readonly MachineName[], image: string, run: Run): Promise<void> {
    const { clock, engine, owner } = this.parts;
    await withStep(run, clock, { id: 'observers', title: 'Place the observers' }, async () => {
      await Promise.all(
        names.map(async (name) => {
          const container = await findMachine(engine, owner, lab, name, run.signal);
          await this.start(observerContainer(owner, lab, { name, container }, image), run.signal);
        }),
      );
    });
  }

  async connect(lab: LabId, run: Run): Promise<void> {
    const { clock, engine, machines, owner } = this.parts;
    await withStep(run, clock, { id: 'ssh', title: 'Connect the workstation to the machines' }, async () => {
      await grantSsh(
        machines,
        lab,
        await placedMachines(engine, labLabels(owner, lab), run.signal),
        run.signal,
      );
    });
  }

  /** `files`: an archive that is unpacked into the machine before it runs. */
  private async start(
    options: Docker.ContainerCreateOptions,
    signal: AbortSignal,
    files?: Buffer,
  ): Promise<void> {
    const what = `start ${options.name ?? 'a container'}`;
    await this.parts.engine.call(what, { signal, withinMs: slowMs }, async (docker, abortSignal) => {
      const container = await docker.createContainer({ ...options, abortSignal });
      if (files !== undefined) await container.putArchive(files, { path: '/', abortSignal });
      await container.start({ abortSignal });
    });
  }
}
