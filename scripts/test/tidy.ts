import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { ownerLabel } from '#adapters/docker/labels.ts';
import { runningServer } from '../../server/cli/server-record.ts';
import { stopServer } from '../../server/cli/stop-server.ts';

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

/** Removes what the tests of this run left that were cut short and so could not remove it themselves. */
export async function endOwnersOf(testRun: string, signal: AbortSignal): Promise<string[]> {
  const containers = await new Docker().listContainers({ all: true, filters: { label: [ownerLabel] } });
  const owners = new Set(containers.flatMap(({ Labels }) => Labels[ownerLabel] ?? []));
  const left = [...owners].filter((owner) => owner.startsWith(`test-${testRun}-`));
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
