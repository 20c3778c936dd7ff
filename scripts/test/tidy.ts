import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { ownerLabel } from '#adapters/docker/labels.ts';
import { runningServer } from '../../server/cli/server-record.ts';
import { stopServer } from '../../server/cli/stop-server.ts';

/** What tests call themselves when they have no installation of their own. */
const ofTests = /^(test|proof)-/;

/** Everybody who has containers on this machine now. */
export async function owners(): Promise<Set<string>> {
  const containers = await new Docker().listContainers({ all: true, filters: { label: [ownerLabel] } });
  return new Set(containers.flatMap(({ Labels }) => Labels[ownerLabel] ?? []));
}

/** Stops servers and removes labs whose state lies below `folder`: they were started by tests. */
export async function endInstallationsBelow(folder: string, signal: AbortSignal): Promise<string[]> {
  const ended: string[] = [];
  for (const stateDir of await stateDirs(folder)) {
    const server = await runningServer(stateDir);
    if (server !== undefined) await stopServer(stateDir, server, signal);
    const owner = (await readFile(join(stateDir, 'installation'), 'utf8')).trim();
    ended.push(...(await removeLabsOf(owner, signal)));
  }
  return ended;
}

/** Removes what a stage left that was cut short and so could not remove it itself. */
export async function endOwnersSince(before: ReadonlySet<string>, signal: AbortSignal): Promise<string[]> {
  const left = [...(await owners())].filter((owner) => ofTests.test(owner) && !before.has(owner));
  const ended = await Promise.all(left.map((owner) => removeLabsOf(owner, signal)));
  return ended.flat();
}

async function removeLabsOf(owner: string, signal: AbortSignal): Promise<string[]> {
  const machines = new DockerMachines(new Engine(), owner);
  const labs = await machines.seen(signal);
  await Promise.all(labs.map(({ lab }) => machines.destroy(lab, signal)));
  return labs.map(({ lab }) => lab);
}

async function stateDirs(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name === 'installation')
    .map((entry) => entry.parentPath);
}
