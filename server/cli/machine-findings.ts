import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { LocalMachine } from '#adapters/node/preflight.ts';
import { clustersWithin } from '#domain/lab/labs-at-once.ts';
import type { KernelFeature } from '#ports/machine-facts.ts';
import type { Config } from '../config.ts';
import { gib } from './print.ts';

/** One fact about the machine. `bad` stops CKS Lab from working; `warn` only limits it. */
export interface Finding {
  readonly mark: 'ok' | 'warn' | 'bad';
  readonly fact: string;
  /** What to do about it. */
  readonly remedy?: string;
}

const GiB = 1024 ** 3;
const disk = { bad: 5 * GiB, warn: 25 * GiB };
const memory = { bad: 3 * GiB, warn: 8 * GiB };
const comfortableInstances = 512;

/** What can be told without asking the engine: quick, and nothing is changed. */
export async function machineFindings(config: Config): Promise<Finding[]> {
  const findings = [await diskFinding(config.cacheDir), memoryFinding()];
  if (process.platform !== 'linux') return findings;
  return [...findings, ...(await inotifyFinding())];
}

/** What the labs of a Linux machine can and cannot show. In a virtual machine of a desktop this cannot be seen. */
export async function kernelFindings(config: Config): Promise<Finding[]> {
  if (process.platform !== 'linux') return [];
  const version = existsSync('/sys/fs/cgroup/cgroup.controllers') ? '2' : '1';
  return [{ mark: 'ok', fact: `cgroup version ${version}` }, ...(await featureFindings(config))];
}

async function diskFinding(path: string): Promise<Finding> {
  const stats = await statfs(existing(path));
  const free = stats.bavail * stats.bsize;
  const fact = `${gib(free)} of disk free`;
  if (free >= disk.warn) return { mark: 'ok', fact };
  return {
    mark: free < disk.bad ? 'bad' : 'warn',
    fact: `${fact}; the images and their caches take about 20 GiB`,
    remedy: 'Free some space, or move the cache with CKSLAB_CACHE.',
  };
}

const existing = (path: string): string => (existsSync(path) ? path : existing(dirname(path)));

function memoryFinding(): Finding {
  const total = totalmem();
  const fact = `${gib(total)} of memory, ${availableParallelism()} cores`;
  if (total >= memory.warn) return { mark: 'ok', fact };
  return {
    mark: total < memory.bad ? 'bad' : 'warn',
    fact: `${fact}; a cluster lab takes about 1 GiB`,
    remedy: 'Keep one lab at a time, and set CKSLAB_MAX_LABS=1.',
  };
}

async function inotifyFinding(): Promise<Finding[]> {
  const text = await readFile('/proc/sys/fs/inotify/max_user_instances', 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const limit = Number(text);
  const fact = `fs.inotify.max_user_instances is ${limit}`;
  if (limit >= comfortableInstances) return [{ mark: 'ok', fact }];
  return [
    {
      mark: 'warn',
      fact: `${fact}: enough for about ${clustersWithin(limit)} cluster labs at once`,
      remedy: 'For more: sudo sysctl fs.inotify.max_user_instances=1024',
    },
  ];
}

const features: Readonly<Record<KernelFeature, string>> = {
  apparmor: 'AppArmor',
  kprobes: 'kprobes',
  btf: 'BTF type information',
  kvm: 'KVM',
  bpf: 'BPF file system',
};

async function featureFindings(config: Config): Promise<Finding[]> {
  const names = Object.keys(features) as KernelFeature[];
  const there = await new LocalMachine(existing(config.stateDir)).kernel();
  const list = (wanted: boolean): string =>
    names
      .filter((name) => there.has(name) === wanted)
      .map((name) => features[name])
      .join(', ');
  const found: Finding = {
    mark: 'ok',
    fact: `the kernel offers ${list(true) || 'none of the optional features'}`,
  };
  if (list(false) === '') return [found];
  return [
    found,
    {
      mark: 'warn',
      fact: `the kernel lacks ${list(false)}`,
      remedy: 'Nothing has to be done: a scenario that needs one of them says so in the catalogue.',
    },
  ];
}
