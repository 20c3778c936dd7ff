import type Docker from 'dockerode';
import type { LabId } from '#contract/ids.ts';
import type { HostSpec } from '#ports/runtimes.ts';
import { labLabels, machineLabels, type Role } from './labels.ts';

/** The client's types do not know this setting yet. */
type HostConfig = Docker.HostConfig & { readonly CgroupnsMode?: 'private' | 'host' };

const mebibyte = 1024 * 1024;
/** Half of what a process outside of labs gets when both want all of it, so that the page stays quick. */
const cpuShares = 512;

/** What a shell with sudo needs, and nothing that reaches beyond the container. */
const workstationCapabilities = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETGID',
  'SETUID',
];

/**
 * When the engine starts a machine by itself. A node comes back with the engine, as kind's do. An observer can be killed by whoever
 * is root in its machine: then it comes back.
 */
export const restartPolicyOf: Readonly<Record<Role, Docker.HostRestartPolicy>> = {
  node: { Name: 'on-failure', MaximumRetryCount: 1 },
  host: { Name: 'no' },
  workstation: { Name: 'no' },
  observer: { Name: 'always' },
};

export function hostContainer(owner: string, lab: LabId, spec: HostSpec): Docker.ContainerCreateOptions {
  const hostConfig: HostConfig = {
    // systemd and a Docker engine of its own run in it.
    Privileged: true,
    CgroupnsMode: 'private',
    Tmpfs: { '/run': '', '/tmp': '' },
    NetworkMode: lab,
    // An overlay file system cannot lie on another one: the nested engine needs a real directory.
    Mounts: [
      hostVolume(owner, lab, `${spec.name}-docker`, '/var/lib/docker'),
      hostVolume(owner, lab, `${spec.name}-containerd`, '/var/lib/containerd'),
    ],
    // A host that runs wild must not take the machine with it.
    Memory: 3072 * mebibyte,
    MemorySwap: 3072 * mebibyte,
    PidsLimit: 4096,
    CpuShares: cpuShares,
  };
  return {
    name: `${lab}-${spec.name}`,
    Hostname: spec.name,
    Image: spec.image,
    Labels: machineLabels(owner, lab, spec.name, 'host'),
    HostConfig: hostConfig,
    NetworkingConfig: attachedAs(lab, spec.name),
  };
}

/**
 * A volume of the lab for each folder that the image declares as one: without a name the engine would make one without our label,
 * which nobody would find again if its container were lost.
 */
const hostVolume = (owner: string, lab: LabId, name: string, target: string): Docker.MountSettings => ({
  Type: 'volume',
  Source: `${lab}-${name}`,
  Target: target,
  VolumeOptions: {
    // The image has filled this folder with what the nested engine shall know from the start.
    NoCopy: false,
    Labels: labLabels(owner, lab),
    DriverConfig: { Name: 'local', Options: {} },
  },
});

export function workstationContainer(
  owner: string,
  lab: LabId,
  image: string,
): Docker.ContainerCreateOptions {
  return {
    name: `${lab}-workstation`,
    Hostname: 'workstation',
    Image: image,
    Labels: machineLabels(owner, lab, 'workstation', 'workstation'),
    Entrypoint: [],
    Cmd: ['/bin/sleep', 'infinity'],
    HostConfig: {
      Init: true,
      CapDrop: ['ALL'],
      CapAdd: workstationCapabilities,
      Memory: 1024 * mebibyte,
      MemorySwap: 1024 * mebibyte,
      PidsLimit: 512,
      CpuShares: cpuShares,
      NetworkMode: lab,
    },
    NetworkingConfig: attachedAs(lab, 'workstation'),
  };
}

/**
 * Shares the machine's process and network namespaces, so that it goes where the machine's processes are. It is in no other
 * way part of the machine: own file system, read-only.
 */
export function observerContainer(
  owner: string,
  lab: LabId,
  machine: { readonly name: string; readonly container: string },
  image: string,
): Docker.ContainerCreateOptions {
  const name = `observer-${machine.name}`;
  const hostConfig: HostConfig = {
    Privileged: true,
    ReadonlyRootfs: true,
    RestartPolicy: restartPolicyOf.observer,
    CgroupnsMode: 'host',
    PidMode: `container:${machine.container}`,
    NetworkMode: `container:${machine.container}`,
  };
  return {
    name: `${lab}-${name}`,
    Image: image,
    Labels: machineLabels(owner, lab, name, 'observer'),
    HostConfig: hostConfig,
  };
}

function attachedAs(lab: LabId, alias: string): { EndpointsConfig: Docker.EndpointsConfig } {
  return { EndpointsConfig: { [lab]: { Aliases: [alias] } } };
}
