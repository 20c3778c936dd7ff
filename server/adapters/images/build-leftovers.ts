import type Docker from 'dockerode';
import { buildLabel } from './build-container.ts';
import { isAlive } from './is-alive.ts';

/** Removes build containers whose process is gone: a killed build could not remove them itself. */
export async function removeLeftovers(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters: { label: [buildLabel] } });
  for (const { Id, Labels } of containers) {
    const pid = Number(Labels[buildLabel]);
    // Zero: inherited from an image, so not a build container at all.
    if (pid === 0 || isAlive(pid)) continue;
    await removed(docker.getContainer(Id));
  }
}

/** Another build may be removing the same container, or have done so. */
async function removed(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    const code = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
    if (code !== 404 && code !== 409) throw error;
  }
}
