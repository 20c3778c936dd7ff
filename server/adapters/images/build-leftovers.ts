import type Docker from 'dockerode';
import { buildLabel } from './build-container.ts';

/** Removes build containers whose process is gone: a killed build could not remove them itself. */
export async function removeLeftovers(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters: { label: [buildLabel] } });
  for (const { Id, Labels } of containers) {
    if (isAlive(Number(Labels['cks-lab/build-pid']))) continue;
    await docker.getContainer(Id).remove({ force: true, v: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
